import { isJsonObject } from '../../base/json/canonical-json.ts';
import { foreignValue } from '../foreign-document.ts';
import type { ForeignFormat } from '../foreign-format.ts';
import { readPromptfoo } from './read-promptfoo.ts';
import { writePromptfoo } from './write-promptfoo.ts';

/** promptfoo's config: prompts, tests and assertions in one file. */
export const promptfoo: ForeignFormat = {
  name: 'promptfoo',
  title: 'promptfoo prompts and tests',
  recognises(file) {
    if (!/\.(?:ya?ml|json)$/i.test(file.path)) return false;
    if (/(?:^|\/)promptfooconfig[^/]*\.\w+$/.test(file.path)) return true;
    const value = foreignValue(file);
    return isJsonObject(value) && value.prompts !== undefined && (value.providers !== undefined || value.targets !== undefined);
  },
  read: readPromptfoo,
  write: writePromptfoo,
};
