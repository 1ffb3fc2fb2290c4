import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { writeYamlFile } from '../../prompt/document/write/write-yaml.ts';
import type { Message, PartialContent, Prompt, PromptId } from '../../prompt/prompt.ts';
import { present } from '../../prompt/render/provider/request-members.ts';
import { requireSome } from '../exported-texts.ts';
import type { Export, ExportedPrompt, ForeignFile } from '../foreign-format.ts';
import { flatParameters } from '../parameter-names.ts';
import { readLiquid } from '../template/liquid/read-liquid.ts';
import { templateVariables } from '../template/template-variables.ts';
import { writeHandlebars } from '../template/to-handlebars/write-handlebars.ts';
import { certainInputs, ownText } from '../writing/own-text.ts';
import { readBack } from '../writing/read-back.ts';
import { type Reasons, writtenLosses } from '../written-losses.ts';
import { readDotprompt } from './read-dotprompt.ts';

const FORMAT = 'Dotprompt';

const ROLES: Readonly<Partial<Record<Message['role'], string>>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'model',
};

/** What Genkit calls our parameters. */
const NAMES = { maxTokens: 'maxOutputTokens', stop: 'stopSequences' };

const REASONS: Reasons = {
  messages: 'Written in Handlebars, it prints the same; read again it says so in other words, or with another role.',
  inputs: 'What there is no JSON Schema for is left out, and every variable that a text reads becomes an input.',
  template: 'Its texts are Handlebars there, and come back as Liquid.',
  jsonSchema: 'A schema has no name and no `strict` there.',
  tools: 'A tool has a name, a description and what it takes.',
};

/** Writes `.prompt` files, and a `_name.prompt` beside them for each partial. */
export function writeDotprompt(prompts: readonly ExportedPrompt[]): Export {
  const beside = new Map<string, ForeignFile>();
  const written = prompts.map((exported) => {
    const partials = [...exported.partials].map(([id, partial]) => partialFile(id, partial, exported));
    for (const file of partials) beside.set(file.path, file);
    const file = { path: `${exported.prompt.id}.prompt`, text: fileText(exported) };
    const tree = new Map(partials.map(({ path, text }) => [path, text]));
    return {
      file,
      losses: writtenLosses(
        exported,
        file,
        readBack(exported, FORMAT, (one) => readDotprompt(one, tree)),
        REASONS,
      ),
    };
  });
  return { files: written.map(({ file }) => file), beside: [...beside.values()], losses: written.flatMap(({ losses }) => losses) };
}

function fileText(exported: ExportedPrompt): string {
  const front = frontMatter(exported.prompt);
  const yaml = Object.keys(front).length === 0 ? '' : writeYamlFile(front);
  return `---\n${yaml}---\n${bodyText(exported)}\n`;
}

function bodyText(exported: ExportedPrompt): string {
  const pieces = exported.prompt.messages.flatMap((message, index) => messageText(message, index, exported));
  const whole = requireSome(pieces, exported, FORMAT).reduce(joined, '');
  // White space at the end of the file is taken off.
  return /\s$/.test(whole) ? `${whole}{{!}}` : whole;
}

/** Puts a role on a line of its own where the white space that this adds can be taken off again. */
function joined(before: string, piece: string): string {
  return before === '' || /\s$/.test(before) ? before + piece : `${before}\n{{~${piece.slice(2)}`;
}

function messageText({ role, content }: Message, index: number, exported: ExportedPrompt): string[] {
  if (role === 'placeholder') return ['{{history}}'];
  const name = ROLES[role];
  if (name === undefined || content === undefined) return [];
  const source = ownText(exported, content, `message ${index + 1}`);
  const text = writeHandlebars(readLiquid(source, exported.prompt.template), { ...source, ...knownOf(exported) });
  return [/^\s/.test(text) ? `{{role "${name}"}}${text}` : `{{role "${name}"~}}\n${text}`];
}

function partialFile(id: PromptId, { template, text }: PartialContent, exported: ExportedPrompt): ForeignFile {
  const source = ownText(exported, text, `partial ${id}`);
  const path = `${id.replace(/[^/]*$/, (name) => `_${name}`)}.prompt`;
  return { path, text: writeHandlebars(readLiquid(source, template), { ...source, ...knownOf(exported) }) };
}

function knownOf(exported: ExportedPrompt) {
  const partialVariables = (id: string): readonly string[] => {
    const partial = exported.partials.get(id as PromptId);
    if (partial === undefined) return [];
    return templateVariables(readLiquid(ownText(exported, partial.text, `partial ${id}`), partial.template));
  };
  return { certain: certainInputs(exported.prompt), partialVariables };
}

function frontMatter({ about, model, parameters, inputs, responseFormat, schema, tools }: Prompt): JsonObject {
  return present({
    name: about.name,
    description: about.description,
    model,
    config: flatParameters(parameters, NAMES),
    input: inputs && inputOf(inputs),
    output: outputOf(responseFormat, schema?.schema),
    toolDefs: tools.length === 0 ? undefined : tools.map(toolOf),
    metadata: Object.keys(about.metadata).length === 0 ? undefined : about.metadata,
  });
}

function inputOf(inputs: NonNullable<Prompt['inputs']>): JsonObject {
  const entries = Object.entries(inputs).map(([name, { required, default: value, ...schema }]) => ({
    name,
    required,
    value,
    schema: present(schema),
  }));
  const required = entries.filter((entry) => entry.required === true).map(({ name }) => name);
  const defaults = entries.flatMap(({ name, value }): [string, Json][] => (value === undefined ? [] : [[name, value]]));
  return present({
    schema: present({
      type: 'object',
      properties: Object.fromEntries(entries.map(({ name, schema }) => [name, schema])),
      required: required.length === 0 ? undefined : required,
      additionalProperties: false,
    }),
    default: defaults.length === 0 ? undefined : Object.fromEntries(defaults),
  });
}

function outputOf(format: Prompt['responseFormat'], schema: JsonObject | undefined): JsonObject | undefined {
  if (format === 'json_schema' && schema !== undefined) return { format: 'json', schema };
  return format === 'json_object' ? { format: 'json' } : undefined;
}

function toolOf({ function: called }: JsonObject): JsonObject {
  const { name, description, parameters } = isJsonObject(called) ? called : {};
  return present({ name, description, inputSchema: parameters });
}
