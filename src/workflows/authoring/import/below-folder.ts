import type { Json, JsonObject } from '../../../base/json/canonical-json.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { ReadImports } from './read-imports.ts';

/** Moves everything that was read below a folder of ids, what names it included; `''` leaves it where it is. */
export function belowFolder(read: ReadImports, folder: string): ReadImports {
  if (folder === '') return read;
  const moved = (id: PromptId) => `${folder}/${id}` as PromptId;
  const partials = new Map(read.partials.map(({ id }) => [id as string, moved(id)]));
  const prompts = new Map(read.prompts.map(({ id }) => [id as string, moved(id)]));
  const retold = (text: string) => namedBy(text, partials);
  return {
    ...read,
    prompts: read.prompts.map(({ text: _, ...prompt }) => ({
      ...prompt,
      id: moved(prompt.id),
      file: withTexts(withoutId(prompt.file), retold),
    })),
    partials: read.partials.map((partial) => ({ ...partial, id: moved(partial.id), text: retold(partial.text) })),
    suites: read.suites.map((suite) => ({ ...suite, name: `${folder}/${suite.name}`, file: withPrompts(suite.file, prompts) })),
  };
}

/** Includes of partials under their new ids. */
function namedBy(text: string, ids: ReadonlyMap<string, PromptId>): string {
  return text.replaceAll(/(\{%-?\s*render\s+)(["'])(.*?)\2/g, (tag, before: string, quote: string, id: string) => {
    const moved = ids.get(id);
    return moved === undefined ? tag : `${before}${quote}${moved}${quote}`;
  });
}

/** The path says the id from now on. */
function withoutId({ id: _, ...file }: JsonObject): JsonObject {
  return file;
}

function withTexts(file: JsonObject, retold: (text: string) => string): JsonObject {
  if (!Array.isArray(file.messages)) return file;
  const messages = (file.messages as readonly JsonObject[]).map((message) =>
    typeof message.content === 'string' ? { ...message, content: retold(message.content) } : message,
  );
  return { ...file, messages };
}

function withPrompts(file: JsonObject, ids: ReadonlyMap<string, PromptId>): JsonObject {
  const moved = (name: Json) => (typeof name === 'string' ? (ids.get(name) ?? name) : name);
  const { prompts } = file;
  if (prompts === undefined) return file;
  return { ...file, prompts: Array.isArray(prompts) ? (prompts as readonly Json[]).map(moved) : moved(prompts) };
}
