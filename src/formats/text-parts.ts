import { isJsonObject, type Json, type JsonObject } from '../base/json/canonical-json.ts';
import type { ValuePath } from '../prompt/document/yaml/locate.ts';
import { type ForeignDocument, fieldText, membersOf, requireMapping } from './foreign-document.ts';

/** A part of a message, with its place. */
export interface Part {
  readonly type: string;
  readonly value: JsonObject;
  readonly path: ValuePath;
}

/** The parts of a message; a text alone is one part. What is null has none. */
export function partsOf(document: ForeignDocument, path: ValuePath, content: Json | undefined): Part[] {
  if (content === undefined || content === null) return [];
  if (typeof content === 'string') return [{ type: 'text', value: { type: 'text', text: content }, path }];
  if (!Array.isArray(content)) return document.refuse(path, `${fieldText(path)} is neither a text nor a list of parts.`);
  return (content as readonly Json[]).map((part, index) => {
    const at = [...path, index];
    const value = requireMapping(document, at, part);
    return { type: typeof value.type === 'string' ? value.type : 'text', value, path: at };
  });
}

/** The text of a part. @throws Failure `import-refused` for an image, a sound, a file: a prompt holds texts only */
export function textOf(document: ForeignDocument, { type, value, path }: Part): string {
  if (type !== 'text' || typeof value.text !== 'string') {
    return document.refuse(path, `A part of type "${type}" is no text; a prompt holds texts only.`, {
      hint: 'Take it out of the prompt: the application adds such parts to the messages when it sends them.',
    });
  }
  const members = membersOf(document, path, value);
  members.take('type');
  members.take('text');
  members.dropRest('A text here has no such setting.');
  return value.text;
}

/** Several texts of one message as one, which is said; nothing for none. */
export function joinedText(document: ForeignDocument, path: ValuePath, texts: readonly string[]): string | undefined {
  if (texts.length > 1) document.change(path, `${texts.length} texts are one here, with an empty line between them.`);
  return texts.length === 0 ? undefined : texts.join('\n\n');
}

/** Says that a message without a text is left out. */
export function dropEmpty(document: ForeignDocument, path: ValuePath): [] {
  document.drop(path, 'The message says nothing.');
  return [];
}

/** True for JSON that holds a list of messages, each with a role. */
export function isMessageList(value: Json | undefined): value is readonly JsonObject[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((message: Json) => isJsonObject(message) && typeof message.role === 'string')
  );
}
