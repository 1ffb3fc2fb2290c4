import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { foreignValue } from '../foreign-document.ts';
import type { ForeignFile, ForeignFormat } from '../foreign-format.ts';
import { looksLikePromptFile } from '../github-models/read-prompt-file.ts';
import { readLangwatchPrompt } from './read-langwatch-prompt.ts';
import { readProject } from './read-project.ts';
import { writeLangwatch } from './write-langwatch.ts';

/** The files of the LangWatch command line: `prompts.json`, `prompts-lock.json` and `*.prompt.yaml`. */
export const langwatch: ForeignFormat = {
  name: 'langwatch',
  title: 'LangWatch',
  recognises(file) {
    const value = foreignValue(file);
    return isProject(file, value) || isOwnPrompt(file, value);
  },
  read: (file, tree) => (isProject(file, foreignValue(file)) ? readProject(file, tree) : readLangwatchPrompt(file)),
  write: writeLangwatch,
};

/** `prompts.json` and its lock hold a mapping `prompts` from names to versions, files or lock entries. */
function isProject({ text }: ForeignFile, value: Json | undefined): boolean {
  if (!/^\uFEFF?\s*\{/.test(text) || !isJsonObject(value) || !isJsonObject(value.prompts)) return false;
  const keys = Object.keys(value).filter((key) => key !== 'lockfileVersion' && key !== '$schema');
  return keys.length === 1 && Object.values(value.prompts).every(isEntry);
}

function isEntry(entry: Json): boolean {
  return typeof entry === 'string' || (isJsonObject(entry) && ['file', 'version', 'versionId', 'materialized'].some((key) => key in entry));
}

/** Without a key of its own the file is one of GitHub Models, which says the same. */
function isOwnPrompt(file: ForeignFile, value: Json | undefined): boolean {
  return looksLikePromptFile(file, value) && hasOwnKey(value);
}

function hasOwnKey(value: JsonObject): boolean {
  return value.response_format !== undefined || value.parameters !== undefined;
}
