import type { Command } from 'commander';
import { printable } from '../../base/text/printable.ts';
import type { CliContext } from '../context.ts';
import { type Candidate, type Completion, completeWords } from './complete-words.ts';

/** How a shell is told to list files itself: it knows best how. */
const FILES = 'files';
const WORDS = 'words';

/**
 * What a shell is answered when the key is pressed: `files`, or `words` and then a word a line, with what it
 * means after a tab.
 *
 * Fails with no words: nothing may be printed between a person and their command line.
 */
export async function completionAnswer(program: Command, words: readonly string[], context: CliContext): Promise<string> {
  const asked = completeWords(program, words);
  if (asked.kind === FILES) return FILES;
  const named = await namesOf(asked, context).catch(() => []);
  const candidates = [...asked.candidates, ...named].filter(({ word }) => word.startsWith(asked.typed) && printable(word) === word);
  // A prompt may be named by its file too.
  if (asked.kind === 'references' && candidates.length === 0 && !asked.typed.includes('@')) return FILES;
  return [WORDS, ...candidates.map((candidate) => line(candidate, asked.before))].join('\n');
}

async function namesOf({ kind, typed, directory }: Completion, { globals }: CliContext): Promise<Candidate[]> {
  if (kind === undefined || kind === FILES) return [];
  const [{ resolve }, { openWorkspace }, { knownWords }] = await Promise.all([
    import('node:path'),
    import('../../workspace/config/open-workspace.ts'),
    import('../../workflows/setup/known-words.ts'),
  ]);
  const workspace = await openWorkspace({ cwd: resolve(globals.directory, directory ?? '.') });
  return (await knownWords(kind, typed, workspace)).map((word) => ({ word }));
}

function line({ word, about }: Candidate, before: string): string {
  return about === undefined ? before + word : `${before}${word}\t${printable(about)}`;
}
