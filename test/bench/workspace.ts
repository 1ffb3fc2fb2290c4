import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { samplePrompts } from './sample-prompts.ts';

export interface BenchWorkspace {
  readonly root: string;
  /** The prompt files, relative to the root. */
  readonly files: readonly string[];
}

/** Lends a folder that is a git repository with that many prompts, and removes it afterwards. */
export async function inWorkspace<Value>(prompts: number, use: (workspace: BenchWorkspace) => Promise<Value>): Promise<Value> {
  return inFolder(samplePrompts(prompts), (root, files) => use({ root, files: files.filter((path) => path.endsWith('.prompt.yaml')) }));
}

/** Lends a folder that is a git repository with these files, and removes it afterwards. */
export async function inFolder<Value>(
  texts: ReadonlyMap<string, string>,
  use: (root: string, files: string[]) => Promise<Value>,
): Promise<Value> {
  const root = mkdtempSync(join(tmpdir(), 'promptlane-bench-'));
  try {
    for (const [path, text] of texts) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    execFileSync('git', ['init', '--quiet'], { cwd: root });
    return await use(root, [...texts.keys()]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
