import { isJsonObject } from '../../base/json/canonical-json.ts';
import { foreignValue } from '../foreign-document.ts';
import type { ForeignFormat } from '../foreign-format.ts';
import { readLangchain } from './read-langchain.ts';

const TYPES: ReadonlySet<unknown> = new Set(['prompt', 'few_shot', 'chat']);

/** Prompts that LangChain saves as YAML or JSON; it can read but not write them any more, so nor do we write them. */
export const langchain: ForeignFormat = {
  name: 'langchain',
  title: 'LangChain prompt files',
  recognises(file) {
    const value = /\.(?:ya?ml|json)$/i.test(file.path) ? foreignValue(file) : undefined;
    return isJsonObject(value) && TYPES.has(value._type);
  },
  read: readLangchain,
};
