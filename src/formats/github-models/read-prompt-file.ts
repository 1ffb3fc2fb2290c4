import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { promptFileValue } from '../../prompt/document/prompt-file-value.ts';
import { isPromptId, type PromptId } from '../../prompt/prompt.ts';
import { MESSAGE_KEYS, OWN_KEYS, TOP_LEVEL_KEYS } from '../../prompt/schema/keys.ts';
import { type ForeignDocument, requireMapping } from '../foreign-document.ts';
import type { ForeignFile, ImportedPrompt } from '../foreign-format.ts';
import { importedIdOf } from '../imported-id.ts';
import { dialectOf } from '../plain-texts.ts';
import { promptOfFile } from '../prompt-of-file.ts';

/** True for a prompt file as GitHub Models, LangWatch and we write it: YAML with messages that have a role. */
export function looksLikePromptFile({ text }: ForeignFile, value: Json | undefined): value is JsonObject {
  if (/^\uFEFF?\s*[[{]/.test(text) || !isJsonObject(value) || !Array.isArray(value.messages)) return false;
  return value.messages.length > 0 && value.messages.every((message: Json) => isJsonObject(message) && typeof message.role === 'string');
}

/**
 * Reads a prompt file of GitHub Models or LangWatch, which is one of ours already.
 *
 * Where Liquid would see more than `{{name}}` in its texts, it gets `template: simple`: its own tool replaces
 * names and nothing else. A file with keys of ours says itself what it means.
 *
 * @param id how the prompt is called where its own path does not say so.
 */
export function readPromptFile(document: ForeignDocument, { text }: ForeignFile, id?: PromptId): ImportedPrompt {
  const value = requireMapping(document, [], document.value);
  const ownId = typeof value.id === 'string' && isPromptId(value.id) ? value.id : undefined;
  const name = id ?? ownId ?? importedIdOf(document.path);
  const file = Object.keys(value).some((key) => OWN_KEYS.has(key)) ? value : plainFile(document, value, name);
  return { id: name, from: document.path, file, ...(file === value && { text }) };
}

/** The file with what its own tool leaves unsaid; the same value when there is nothing to add. */
function plainFile(document: ForeignDocument, value: JsonObject, id: PromptId): JsonObject {
  const unknown = Object.keys(value).filter((key) => !TOP_LEVEL_KEYS.includes(key) && !key.startsWith('x-'));
  const messages = requireMessages(document, value.messages);
  const template = dialectOf(messages.map(({ content }) => (typeof content === 'string' ? content : '')));
  if (template === undefined && unknown.length === 0) return value;
  for (const key of unknown) document.change([key], 'Nothing here reads this key; it is kept under `metadata`.');
  const known = Object.fromEntries(Object.entries(value).filter(([key]) => !unknown.includes(key)));
  const prompt = promptOfFile(known, id);
  // What is wrong with the file is said when it is checked.
  if (prompt === undefined) return value;
  const metadata = Object.fromEntries(unknown.map((key) => [key, value[key] ?? null]));
  const { id: _, ...file } = promptFileValue({ ...prompt, template: template ?? prompt.template, about: { ...prompt.about, metadata } });
  return file;
}

function requireMessages(document: ForeignDocument, messages: Json | undefined): JsonObject[] {
  if (!Array.isArray(messages)) return document.refuse(['messages'], 'The file has no list of messages.');
  return (messages as readonly Json[]).map((value, index) => {
    const path = ['messages', index];
    const message = requireMapping(document, path, value);
    if (Array.isArray(message.content)) {
      document.refuse([...path, 'content'], 'The message has content in parts; a prompt holds texts only.');
    }
    for (const key of Object.keys(message)) {
      if (!MESSAGE_KEYS.includes(key)) document.drop([...path, key], 'Messages have no such key here; it is not sent to the model.');
    }
    return message;
  });
}
