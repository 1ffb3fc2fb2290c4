import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import type { ValuePath } from '../../prompt/document/yaml/locate.ts';
import { type ForeignDocument, foreignValue } from '../foreign-document.ts';
import type { ForeignTree, Loss } from '../foreign-format.ts';
import { pathInTree } from '../path-in-tree.ts';
import type { MessageParts } from '../reading/messages.ts';
import { type ForeignText, foreignText } from '../template/foreign-text.ts';
import { readJinja } from '../template/jinja/read-jinja.ts';

/** A prompt of a config: what it is called, and its messages. */
export interface PromptfooPrompt {
  readonly name: string | undefined;
  /** The file that its text comes from. */
  readonly file: string | undefined;
  readonly messages: readonly MessageParts[];
}

interface Written {
  readonly text: string;
  readonly file: string | undefined;
  readonly name: string | undefined;
  readonly source: (text: string) => ForeignText;
}

const CODE = /\.(?:[cm]?[jt]s|py|rb|sh|exe)(?::[^/]*)?$/i;
const ROLES: ReadonlySet<string> = new Set(['system', 'developer', 'user', 'assistant']);

/** Reads `prompts`: texts in the file, or in files of the tree; several in one file stand between lines of `---`. */
export function promptfooPrompts(
  document: ForeignDocument,
  written: Json | undefined,
  tree: ForeignTree,
  textAt: (text: string, path: ValuePath) => ForeignText,
  losses: Loss[],
): PromptfooPrompt[] {
  const list: readonly (readonly [ValuePath, Json])[] =
    typeof written === 'string'
      ? [[['prompts'], written]]
      : Array.isArray(written)
        ? (written as readonly Json[]).map((item, index): [ValuePath, Json] => [['prompts', index], item])
        : isJsonObject(written)
          ? Object.entries(written).map(([file, label]): [ValuePath, Json] => [['prompts', file], { raw: file, label }])
          : [];
  return list.flatMap(([path, item]) =>
    textsOf(document, path, item, tree, textAt, losses).map(({ text, file, name, source }) => ({
      name,
      file,
      messages: messagesIn(document, path, text, file, source),
    })),
  );
}

function textsOf(
  document: ForeignDocument,
  path: ValuePath,
  item: Json,
  tree: ForeignTree,
  textAt: (text: string, path: ValuePath) => ForeignText,
  losses: Loss[],
): Written[] {
  const raw = isJsonObject(item) ? (item.raw ?? item.id ?? item.file) : item;
  const label = isJsonObject(item) && typeof item.label === 'string' ? item.label : undefined;
  if (typeof raw !== 'string' || raw.trim() === '') return lose(document, path, 'This is no prompt that is written in a file.');
  const named = raw.replace(/^file:\/\//, '');
  const file = /\n/.test(named) ? undefined : pathInTree(document.path, named);
  const isFile = raw.startsWith('file://') || (file !== undefined && tree.has(file));
  if (/^(?:exec|package|python|langfuse|portkey|helicone):/.test(raw) || (isFile && CODE.test(named)))
    return lose(document, path, `${raw} is code or a service: it is never run.`);
  if (!isFile) return [{ text: raw, file: undefined, name: label, source: (text) => textAt(text, path) }];
  const content = file === undefined ? undefined : tree.get(file);
  if (file === undefined || content === undefined) return lose(document, path, `The file ${named} is not among the files given.`);
  const isText = /\.(?:txt|md)$/i.test(file);
  const texts = isText ? content.split(/^---\s*$/m).map((text) => text.trim()) : [content];
  const several = texts.filter((text) => text !== '');
  return several.map((text, index) => {
    const start = content.indexOf(text);
    return {
      text,
      file,
      name: label ?? (several.length > 1 ? `${file} ${index + 1}` : undefined),
      source: (one) => foreignText(one, { file, ...(one === text && { source: { text: content, start } }) }, losses),
    };
  });
}

/** A prompt that is a list of messages, in JSON or YAML, or one text for the user. */
function messagesIn(
  document: ForeignDocument,
  path: ValuePath,
  text: string,
  file: string | undefined,
  source: (text: string) => ForeignText,
): MessageParts[] {
  const looksLikeChat = file === undefined ? /^\s*[[{]/.test(text) && !/^\s*\{[{%#]/.test(text) : /\.(?:json|ya?ml)$/i.test(file);
  const value = looksLikeChat ? foreignValue({ path: file ?? 'prompt.json', text }) : undefined;
  const list = isJsonObject(value) ? value.messages : value;
  if (!Array.isArray(list) || !list.every(isMessage)) return [{ role: 'user', parts: readJinja(source(text), 'nunjucks') }];
  return list.map((message): MessageParts => {
    const { role, content } = message as JsonObject;
    if (!ROLES.has(String(role))) return document.refuse(path, `There is no role \`${String(role)}\` with a text here.`);
    if (typeof content !== 'string') return document.refuse(path, 'A message of this prompt is no text.');
    return { role: String(role), parts: readJinja(source(content), 'nunjucks') };
  });
}

function isMessage(value: Json): value is JsonObject {
  return isJsonObject(value) && typeof value.role === 'string';
}

function lose(document: ForeignDocument, path: ValuePath, message: string): [] {
  document.drop(path, message);
  return [];
}
