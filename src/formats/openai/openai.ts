import { isJsonObject } from '../../base/json/canonical-json.ts';
import { foreignValue } from '../foreign-document.ts';
import type { ForeignFormat } from '../foreign-format.ts';
import { isMessageList } from '../text-parts.ts';
import { readOpenAI } from './read-openai.ts';
import { writeOpenAI } from './write-openai.ts';

/** The body of a chat-completions request, or its messages alone, as JSON. */
export const openai: ForeignFormat = {
  name: 'openai',
  title: 'OpenAI messages',
  recognises(file) {
    if (!/^\uFEFF?\s*[[{]/.test(file.text)) return false;
    const value = foreignValue(file);
    return isMessageList(value) || (isJsonObject(value) && isMessageList(value.messages));
  },
  read: readOpenAI,
  write: writeOpenAI,
};
