import type { ForeignFormat } from '../foreign-format.ts';
import { entriesIn } from './langfuse-entry.ts';
import { readLangfuse } from './read-langfuse.ts';
import { writeLangfuse } from './write-langfuse.ts';

/** Prompts of Langfuse as its API gives and takes them, as JSON. */
export const langfuse: ForeignFormat = {
  name: 'langfuse',
  title: 'Langfuse',
  recognises: (file) => /^\uFEFF?\s*[[{]/.test(file.text) && entriesIn(file) !== undefined,
  read: readLangfuse,
  write: writeLangfuse,
};
