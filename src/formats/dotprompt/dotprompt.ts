import type { ForeignFormat } from '../foreign-format.ts';
import { readDotprompt } from './read-dotprompt.ts';
import { writeDotprompt } from './write-dotprompt.ts';

/** Firebase Genkit's `.prompt` files: front matter and Handlebars. */
export const dotprompt: ForeignFormat = {
  name: 'dotprompt',
  title: 'Dotprompt',
  recognises: ({ path }) => path.endsWith('.prompt'),
  read: readDotprompt,
  write: writeDotprompt,
};
