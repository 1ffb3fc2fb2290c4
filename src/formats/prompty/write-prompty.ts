import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { writeYamlFile } from '../../prompt/document/write/write-yaml.ts';
import type { InputSpec, Message, Prompt } from '../../prompt/prompt.ts';
import { present } from '../../prompt/render/provider/request-members.ts';
import { messagesWithPartials, refuseExport, requireSome } from '../exported-texts.ts';
import type { Export, ExportedPrompt } from '../foreign-format.ts';
import { flatParameters } from '../parameter-names.ts';
import { readLiquid } from '../template/liquid/read-liquid.ts';
import { writeJinja } from '../template/to-jinja/write-jinja.ts';
import { certainInputs, ownText } from '../writing/own-text.ts';
import { readBack } from '../writing/read-back.ts';
import { type Reasons, writtenLosses } from '../written-losses.ts';
import { readPrompty } from './read-prompty.ts';
import { writtenProperty } from './written-properties.ts';

const FORMAT = 'Prompty';

/** What version 2 calls our parameters. */
const NAMES = { maxTokens: 'maxOutputTokens', stop: 'stopSequences' };
const OPTIONS: ReadonlySet<string> = new Set([
  ...['temperature', 'maxOutputTokens', 'topP', 'topK', 'stopSequences', 'seed', 'frequencyPenalty', 'presencePenalty'],
]);

const ROLE_LINE = /^[^\S\n]*#?[^\S\n]*(?:system|user|assistant|developer|function|tool)(?:\[[^\]\n]*\])?[^\S\n]*:[^\S\n]*$/im;

const REASONS: Reasons = {
  messages: 'Written in Jinja, it prints the same but for line ends at its start and end; read again it says so in other words.',
  inputs: 'An input has a kind, a default and a description there, and every variable that a text reads becomes one.',
  template: 'Its texts are Jinja there, and come back as Liquid.',
  tools: 'What a tool takes has kinds and descriptions there, and nothing more.',
  testData: 'There is one example of each input there.',
};

/** Writes `.prompty` files of version 2. */
export function writePrompty(prompts: readonly ExportedPrompt[]): Export {
  const written = prompts.map((exported) => {
    const file = { path: `${exported.prompt.id}.prompty`, text: fileText(exported) };
    return {
      file,
      losses: writtenLosses(
        exported,
        file,
        readBack(exported, FORMAT, (one) => readPrompty(one, new Map())),
        REASONS,
      ),
    };
  });
  return { files: written.map(({ file }) => file), losses: written.flatMap(({ losses }) => losses) };
}

function fileText(exported: ExportedPrompt): string {
  const front = frontMatter(exported.prompt);
  const yaml = Object.keys(front).length === 0 ? '' : writeYamlFile(front);
  const messages = messagesWithPartials(exported).flatMap((message, index) => messageText(message, index, exported));
  return `---\n${yaml}---\n${requireSome(messages, exported, FORMAT).join('\n\n')}\n`;
}

function messageText({ role, name = '', content }: Message, index: number, exported: ExportedPrompt): string[] {
  if (role === 'placeholder') return [`{{${name}}}`];
  if (content === undefined || role === 'tool') return [];
  const line = ROLE_LINE.exec(content);
  if (line !== null)
    refuseExport(
      exported,
      index,
      content,
      line.index,
      `A line with \`${line[0].trim()}\` alone begins a message in ${FORMAT}.`,
      'Write more on that line.',
    );
  const source = ownText(exported, content, `message ${index + 1}`);
  const target = { ...source, dialect: 'jinja', certain: certainInputs(exported.prompt) } as const;
  return [`${role}:\n${writeJinja(readLiquid(source, exported.prompt.template), target)}`];
}

function frontMatter({ about, model, parameters, responseFormat, schema, tools, inputs = {}, messages, testData }: Prompt): JsonObject {
  const [row = {}] = testData;
  const threads = messages.flatMap(({ role, name }) => (role === 'placeholder' && name !== undefined ? [{ name, kind: 'thread' }] : []));
  const declared = Object.entries(inputs).map(([name, spec]) => inputOf(name, spec, row[name]));
  return present({
    name: about.name,
    description: about.description,
    metadata: Object.keys(about.metadata).length === 0 ? undefined : about.metadata,
    tags: about.tags.length === 0 ? undefined : about.tags,
    model: modelOf(model, flatParameters(parameters, NAMES), formatOf(responseFormat, schema)),
    inputs: declared.length + threads.length === 0 ? undefined : [...declared, ...threads],
    tools: tools.length === 0 ? undefined : tools.map(toolOf),
  });
}

function inputOf(name: string, { required, default: value, ...schema }: InputSpec, example: Json | undefined): JsonObject {
  return present({ ...writtenProperty(name, present(schema) as JsonObject), required, default: value, example });
}

function modelOf(model: string | undefined, parameters: JsonObject = {}, format: JsonObject | undefined): JsonObject | undefined {
  const entries = Object.entries(parameters);
  const others = entries.filter(([name]) => !OPTIONS.has(name));
  const options = present({
    ...Object.fromEntries(entries.filter(([name]) => OPTIONS.has(name))),
    response_format: format,
    additionalProperties: others.length === 0 ? undefined : Object.fromEntries(others),
  });
  if (model === undefined && Object.keys(options).length === 0) return undefined;
  const [, provider, id] = /^([^/]+)\/(.+)$/.exec(model ?? '') ?? [];
  return present({ id: id ?? model, provider, apiType: 'chat', options: Object.keys(options).length === 0 ? undefined : options });
}

function formatOf(format: Prompt['responseFormat'], schema: Prompt['schema']): JsonObject | undefined {
  if (format === 'json_schema' && schema !== undefined) return { type: format, json_schema: present({ ...schema }) };
  return format === 'json_object' ? { type: format } : undefined;
}

function toolOf({ function: called }: JsonObject): JsonObject {
  const { name, description, strict, parameters } = isJsonObject(called) ? called : {};
  const schema = isJsonObject(parameters) ? parameters : {};
  const required: readonly Json[] = Array.isArray(schema.required) ? schema.required : [];
  const taken = Object.entries(isJsonObject(schema.properties) ? schema.properties : {});
  const properties = taken.map(([key, value]) =>
    present({ ...writtenProperty(key, value), required: required.includes(key) ? true : undefined }),
  );
  return present({ name, kind: 'function', description, strict, parameters: properties.length === 0 ? undefined : properties });
}
