import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { samplePrompts } from './sample-prompts.ts';

/** A repository with a long history. */
export interface HistoryRepository {
  readonly root: string;
  /** A prompt that many of the commits change, itself or through its partial. */
  readonly prompt: string;
}

/** How many prompts a commit edits, besides every twentieth one that edits a partial. */
const EDITS = 5;

/** Lends a repository of that many prompts and commits, checked out, and removes it afterwards. */
export async function inHistory<Value>(
  { prompts, commits }: { readonly prompts: number; readonly commits: number },
  use: (repository: HistoryRepository) => Promise<Value>,
): Promise<Value> {
  const root = mkdtempSync(join(tmpdir(), 'promptlane-bench-history-'));
  const git = (args: readonly string[], input?: string) =>
    execFileSync('git', args, { cwd: root, input, stdio: ['pipe', 'ignore', 'pipe'] });
  try {
    git(['init', '--quiet', '--initial-branch=main']);
    git(['fast-import', '--quiet'], importStream(samplePrompts(prompts), commits));
    git(['reset', '--quiet', '--hard', 'main']);
    return await use({ root, prompt: 'support/triage-0' });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** What `git fast-import` reads: one commit with all files, then edits. */
function importStream(files: ReadonlyMap<string, string>, commits: number): string {
  const texts = new Map(files);
  const paths = [...files.keys()];
  const prompts = paths.filter((path) => path.endsWith('.prompt.yaml'));
  const partials = paths.filter((path) => path.endsWith('.partial.md'));
  return Array.from({ length: commits }, (_, commit) => {
    const edited = commit === 0 ? paths : editedPaths(commit, prompts, partials);
    const lines = edited.map((path) => {
      if (commit > 0) texts.set(path, editedText(path, texts.get(path) ?? '', commit));
      return `M 100644 inline ${path}\n${data(texts.get(path) ?? '')}`;
    });
    const who = `Ada <ada@example.com> ${1_700_000_000 + commit * 3_600} +0000`;
    return `commit refs/heads/main\ncommitter ${who}\n${data(`Change ${commit}`)}${lines.join('')}\n`;
  }).join('');
}

/** The first prompt is edited by every fourth commit. */
function editedPaths(commit: number, prompts: readonly string[], partials: readonly string[]): string[] {
  const some = Array.from({ length: EDITS }, (_, index) => prompts[(commit * 37 + index * 101) % prompts.length] ?? '');
  const first = commit % 4 === 0 ? prompts.slice(0, 1) : [];
  const shared = commit % 20 === 0 ? [partials[(commit / 20) % partials.length] ?? ''] : [];
  return [...new Set([...some, ...first, ...shared])];
}

function editedText(path: string, text: string, commit: number): string {
  if (path.endsWith('.partial.md')) return `${text}Rule ${commit} holds too.\n`;
  return text.replace(/maxTokens: \d+/, `maxTokens: ${1_000 + commit}`);
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
