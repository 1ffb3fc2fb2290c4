import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommitId, Git } from '../../workspace/git/git.ts';
import { readTextsAt } from '../../workspace/git/objects/read-texts-at.ts';
import type { CiFinding, CiGate } from './document/ci-document.ts';

/** Which of some files, by their paths in the workspace, a change brings, alters or takes away. Where nothing is known of before: all that are there. */
export async function ownFiles(
  paths: readonly string[],
  root: string,
  commit: CommitId | undefined,
  git: Git | undefined,
): Promise<ReadonlySet<string>> {
  const before = commit === undefined || !git ? new Map<string, string>() : await readTextsAt(git, commit, paths);
  const own = new Set<string>();
  for (const path of paths) {
    // A checkout may have given lines other ends.
    const now = await readFile(join(root, path), 'utf8').catch(() => undefined);
    if (withLf(now) !== withLf(before.get(path))) own.add(path);
  }
  return own;
}

function withLf(text: string | undefined): string | undefined {
  return text?.replaceAll('\r\n', '\n');
}

/** A finding for whoever reviews a stranger's change: it brings what it is judged by. */
export function ownFileFinding(gate: CiGate, rule: 'own-config' | 'own-cassette', message: string, file: string): CiFinding {
  const hint = 'Read that file before you believe this verdict.';
  return { gate, rule, severity: 'warning', message, hint, place: { file, line: 1, column: 1, endLine: 1, endColumn: 1 } };
}
