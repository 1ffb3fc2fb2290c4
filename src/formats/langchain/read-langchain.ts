import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import type { ValuePath } from '../../prompt/document/yaml/locate.ts';
import { renderTemplate } from '../../prompt/template/render-template.ts';
import { type ForeignDocument, foreignValue, type Members, membersOf, openDocument, requireMapping } from '../foreign-document.ts';
import type { ForeignFile, ForeignTree, Import, Loss } from '../foreign-format.ts';
import { importedIdOf } from '../imported-id.ts';
import { pathInTree } from '../path-in-tree.ts';
import { importedPrompt } from '../reading/imported-prompt.ts';
import { allInputs } from '../reading/input-specs.ts';
import { type MessageParts, messagesOf } from '../reading/messages.ts';
import { valueTexts } from '../reading/value-text.ts';
import type { ForeignText } from '../template/foreign-text.ts';
import { writeLiquid } from '../template/liquid/write-liquid.ts';
import { templateReader } from '../template/read-template.ts';
import type { TemplatePart } from '../template/template-part.ts';
import { templateVariables } from '../template/template-variables.ts';

const ROLES: ReadonlyMap<string, string> = new Map([
  ['system', 'system'],
  ['human', 'user'],
  ['user', 'user'],
  ['ai', 'assistant'],
  ['assistant', 'assistant'],
]);

const NOTHING = 'Nothing here corresponds to it.';

/** What a file is read with. */
interface Reading {
  readonly document: ForeignDocument;
  readonly tree: ForeignTree;
  readonly textAt: (text: string, path: ValuePath) => ForeignText;
}

/** Reads a prompt that LangChain saved: of the type prompt, few_shot or chat. */
export function readLangchain(file: ForeignFile, tree: ForeignTree): Import {
  const losses: Loss[] = [];
  const document = openDocument(file);
  const reading: Reading = { document, tree, textAt: valueTexts(file, losses) };
  const members = membersOf(document, [], requireMapping(document, [], document.value));
  const type = members.take('_type');
  const name = members.take('name');
  const fixed = members.take('partial_variables');
  const tags = members.take('tags');
  const metadata = members.take('metadata');
  for (const key of ['input_variables', 'validate_template', 'input_types']) members.take(key);
  const messages =
    type === 'chat'
      ? chat(reading, members)
      : [{ role: 'user', parts: type === 'few_shot' ? fewShot(reading, members) : single(reading, members, []) }];
  members.dropRest(NOTHING);
  const given = isJsonObject(fixed) ? fixed : {};
  const declared = Object.fromEntries(Object.entries(given).map(([key, value]): [string, JsonObject] => [key, { default: value }]));
  const used = messages.flatMap((message) => ('parts' in message ? templateVariables(message.parts) : []));
  const isUsed = (key: string) => used.includes(key);
  const inputs = allInputs(Object.fromEntries(Object.entries(declared).filter(([key]) => isUsed(key))), used);
  const labels = (Array.isArray(tags) ? (tags as readonly Json[]) : []).filter((tag) => typeof tag === 'string' && tag !== '');
  const prompt = {
    ...(typeof name === 'string' && name !== '' && { name }),
    messages: messagesOf(messages),
    ...(Object.keys(inputs).length > 0 && { inputs: required(inputs) }),
    ...(labels.length > 0 && { tags: labels }),
    ...(isJsonObject(metadata) && { metadata }),
  };
  const imported = importedPrompt(document, importedIdOf(file.path), prompt);
  return { prompts: [imported], partials: [], suites: [], losses: [...document.losses, ...losses] };
}

/** LangChain refuses to format a prompt that lacks a variable. */
function required(inputs: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, spec]) => [
      name,
      isJsonObject(spec) && 'default' in spec ? spec : { ...(spec as JsonObject), required: true },
    ]),
  );
}

function single(reading: Reading, members: Members, path: ValuePath): TemplatePart[] {
  const { text, format, at } = templateOf(reading, members, path);
  return parts(reading, text, format, at);
}

function templateOf(reading: Reading, members: Members, path: ValuePath): { text: string; format: string; at: ValuePath } {
  const { document } = reading;
  const format = String(members.take('template_format') ?? 'f-string');
  const file = members.take('template_path');
  const text = typeof file === 'string' ? fileAt(reading, [...path, 'template_path'], file) : members.take('template');
  const at = [...path, typeof file === 'string' ? 'template_path' : 'template'];
  if (typeof text !== 'string') return document.refuse(at, 'The prompt has no template.');
  return { text, format, at };
}

function fewShot(reading: Reading, members: Members): TemplatePart[] {
  const { document } = reading;
  const [prefix, suffix, separator] = [members.take('prefix'), members.take('suffix'), members.take('example_separator')];
  const format = String(members.take('template_format') ?? 'f-string');
  if (members.take('example_selector') !== undefined)
    return document.refuse(['example_selector'], 'The examples are chosen by code, not written in the file.');
  const example = exampleOf(reading, members);
  const liquid = writeLiquid(parts(reading, example.text, example.format, example.at));
  const texts = examplesOf(reading, members.take('examples')).map((values) => renderTemplate(liquid, 'liquid', values, new Map()));
  const pieces = [prefix, ...texts, suffix].filter((piece): piece is string => typeof piece === 'string' && piece !== '');
  // LangChain formats the whole once more, examples included.
  return parts(reading, pieces.join(typeof separator === 'string' ? separator : '\n\n'), format, ['suffix']);
}

/** The template of one example: written here, or in a prompt file beside. */
function exampleOf(reading: Reading, members: Members): ReturnType<typeof templateOf> {
  const { document } = reading;
  const [inline, file] = [members.take('example_prompt'), members.take('example_prompt_path')];
  const path = [typeof file === 'string' ? 'example_prompt_path' : 'example_prompt'];
  const written = typeof file === 'string' ? foreignValue({ path: file, text: fileAt(reading, path, file) }) : inline;
  const example = templateOf(reading, membersOf(document, path, requireMapping(document, path, written)), path);
  return typeof file === 'string' ? { ...example, at: path } : example;
}

function examplesOf(reading: Reading, written: Json | undefined): JsonObject[] {
  const { document } = reading;
  const text = typeof written === 'string' ? fileAt(reading, ['examples'], written) : undefined;
  const list = typeof written === 'string' ? foreignValue({ path: written, text: text ?? '' }) : written;
  if (!Array.isArray(list) || !list.every(isJsonObject)) return document.refuse(['examples'], 'The examples are no list of mappings.');
  return list;
}

function chat(reading: Reading, members: Members): MessageParts[] {
  const { document } = reading;
  const key = members.rest().messages === undefined ? 'template' : 'messages';
  const list = members.take(key);
  const format = String(members.take('template_format') ?? 'f-string');
  if (!Array.isArray(list) || list.length === 0) return document.refuse([key], 'The chat has no messages.');
  return (list as readonly Json[]).flatMap((item, index): MessageParts[] => {
    const path = [key, index];
    const message = requireMapping(document, path, item);
    const { role = 'human', content, prompt, variable_name: slot } = message;
    if (typeof slot === 'string' || role === 'placeholder')
      return [{ role: 'placeholder', name: typeof slot === 'string' ? slot : String(content ?? 'history').replace(/[{}\s]/g, '') }];
    const known = ROLES.get(String(role));
    const text = isJsonObject(prompt) ? prompt.template : content;
    if (known === undefined) return document.refuse([...path, 'role'], `There is no role \`${String(role)}\` here.`);
    if (typeof text !== 'string') return document.refuse(path, 'The message is no text.');
    return [{ role: known, parts: parts(reading, text, format, [...path, isJsonObject(prompt) ? 'prompt' : 'content']) }];
  });
}

function parts({ document, textAt }: Reading, text: string, format: string, path: ValuePath): TemplatePart[] {
  const read = templateReader(format);
  return read === undefined
    ? document.refuse(['template_format'], `There is no template language \`${format}\` here.`)
    : read(textAt(text, path));
}

function fileAt({ document, tree }: Reading, path: ValuePath, named: string): string {
  const file = pathInTree(document.path, named);
  const text = file === undefined ? undefined : tree.get(file);
  return (
    text ??
    document.refuse(path, file === undefined ? `${named} is outside the files given.` : `The file ${named} is not among the files given.`)
  );
}
