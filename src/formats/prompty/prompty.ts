import type { ForeignFormat } from '../foreign-format.ts';
import { readPrompty } from './read-prompty.ts';
import { writePrompty } from './write-prompty.ts';

/** Microsoft's `.prompty` files: front matter and Jinja. */
export const prompty: ForeignFormat = {
  name: 'prompty',
  title: 'Prompty v1 and v2',
  recognises: ({ path }) => path.endsWith('.prompty'),
  read: readPrompty,
  write: writePrompty,
};
