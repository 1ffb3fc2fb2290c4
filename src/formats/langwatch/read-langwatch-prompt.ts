import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { promptFileValue } from '../../prompt/document/prompt-file-value.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { OWN_KEYS } from '../../prompt/schema/keys.ts';
import { type ForeignDocument, openDocument, requireMapping } from '../foreign-document.ts';
import type { ForeignFile, Import, ImportedPrompt } from '../foreign-format.ts';
import { importedIdOf } from '../imported-id.ts';
import { promptOfFile } from '../prompt-of-file.ts';

/** Reads a prompt file of LangWatch by itself. */
export function readLangwatchPrompt(file: ForeignFile): Import {
  const document = openDocument(file);
  return { prompts: [promptIn(document, file, importedIdOf(file.path))], partials: [], suites: [], losses: document.losses };
}

/**
 * Reads a prompt file of LangWatch under the name that its project gives it.
 * Its texts are Liquid there too, and its keys are read as they are.
 */
export function promptIn(document: ForeignDocument, { text }: ForeignFile, id: PromptId, metadata?: JsonObject): ImportedPrompt {
  const value = requireMapping(document, [], document.value);
  refuseParts(document, value.messages);
  if (metadata === undefined) return { id, from: document.path, file: value, text };
  return { id, from: document.path, file: withMetadata(value, id, metadata) };
}

/** Metadata is a key of ours, beside which parameters need their own names. */
function withMetadata(value: JsonObject, id: PromptId, metadata: JsonObject): JsonObject {
  const prompt = promptOfFile(value, id);
  if (prompt === undefined || Object.keys(value).some((key) => OWN_KEYS.has(key))) return value;
  const { id: _, ...file } = promptFileValue({ ...prompt, about: { ...prompt.about, metadata } });
  return file;
}

function refuseParts(document: ForeignDocument, messages: Json | undefined): void {
  if (!Array.isArray(messages)) return;
  for (const [index, message] of (messages as readonly Json[]).entries()) {
    if (!isJsonObject(message) || !Array.isArray(message.content)) continue;
    document.refuse(['messages', index, 'content'], 'The message has content in parts; a prompt holds texts only.');
  }
}
