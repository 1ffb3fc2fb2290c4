import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { type ForeignDocument, type Members, membersOf, openDocument, requireMapping } from '../foreign-document.ts';
import type { ForeignFile, ForeignTree, Import, Loss } from '../foreign-format.ts';
import { importedIdOf } from '../imported-id.ts';
import { frontMatter } from '../reading/front-matter.ts';
import { importedPrompt } from '../reading/imported-prompt.ts';
import { allInputs, type Inputs, inputSpec, kindsOf } from '../reading/input-specs.ts';
import { messagesOf } from '../reading/messages.ts';
import { modelParameters } from '../reading/parameters.ts';
import { foreignText, refusal } from '../template/foreign-text.ts';
import { readHandlebars } from '../template/handlebars/read-handlebars.ts';
import { templateVariables } from '../template/template-variables.ts';
import { dotpromptMessages } from './dotprompt-messages.ts';
import { dotpromptPartials, isPartialFile } from './dotprompt-partials.ts';
import { PicoschemaProblem, picoschema } from './picoschema.ts';

/** Reads a `.prompt` file, with the partials of its tree. */
export function readDotprompt(file: ForeignFile, tree: ForeignTree): Import {
  const losses: Loss[] = [];
  const partials = dotpromptPartials(file.path, tree, losses);
  if (isPartialFile(file.path)) {
    partials.add(file);
    return { prompts: [], partials: partials.all(), suites: [], losses };
  }
  const front = frontMatter(file);
  const document = openDocument(front?.yaml ?? { path: file.path, text: '{}' });
  const members = membersOf(document, [], requireMapping(document, [], document.value ?? {}));
  const inputs = inputsOf(document, members);
  const body = front === undefined ? file.text : front.body.trim();
  const start = front === undefined ? 0 : front.bodyStart + (front.body.length - front.body.trimStart().length);
  const source = foreignText(body, { file: file.path, source: { text: file.text, start }, kinds: kindsOf(inputs) }, losses);
  const parts = readHandlebars(source, partials.resolve);
  const messages = messagesOf(dotpromptMessages(source, parts));
  if (messages.length === 0) throw refusal(source, 0, 'The prompt has no text.', 'Write the prompt after the front matter.');
  const used = templateVariables(parts, partials.variablesOf);
  const settings = settingsOf(document, members);
  members.dropRest('Nothing here corresponds to it.');
  const declared = allInputs(inputs, used);
  const prompt = { ...settings, messages, ...(Object.keys(declared).length > 0 && { inputs: declared }) };
  return {
    prompts: [importedPrompt(document, importedIdOf(file.path), prompt)],
    partials: partials.all(),
    suites: [],
    losses: [...document.losses, ...losses],
  };
}

function settingsOf(document: ForeignDocument, members: Members): JsonObject {
  const text = (key: string): JsonObject => {
    const value = members.take(key);
    if (typeof value === 'string' && value !== '') return { [key]: value };
    if (value !== undefined) document.drop([key], 'This is no text.');
    return {};
  };
  const [name, description, model] = [text('name'), text('description'), text('model')];
  const parameters = modelParameters(document, ['config'], members.take('config'));
  const metadata = members.take('metadata');
  members.take('variant');
  return {
    ...name,
    ...description,
    ...model,
    ...(Object.keys(parameters).length > 0 && { modelParameters: parameters }),
    ...outputOf(document, members),
    ...toolsOf(document, members),
    ...(isJsonObject(metadata) && { metadata }),
  };
}

function inputsOf(document: ForeignDocument, members: Members): Inputs {
  const input = members.take('input');
  if (!isJsonObject(input)) return {};
  const schema = input.schema === undefined || input.schema === null ? {} : schemaOf(document, ['input', 'schema'], input.schema);
  const properties = isJsonObject(schema?.properties) ? schema.properties : {};
  const required = Array.isArray(schema?.required) ? schema.required : [];
  const defaults = isJsonObject(input.default) ? input.default : {};
  if (schema?.additionalProperties !== undefined && schema.additionalProperties !== false)
    document.change(['input', 'schema'], 'Variables that are not declared are refused here.');
  const names = [...new Set([...Object.keys(properties), ...Object.keys(defaults)])];
  return Object.fromEntries(
    names.map((name) => {
      const hasDefault = Object.hasOwn(defaults, name);
      const { spec, left } = inputSpec(properties[name] ?? {}, required.includes(name) && !hasDefault);
      for (const key of left) document.change(['input', 'schema'], `An input has no \`${key}\`, which \`${name}\` asks for.`);
      return [name, { ...spec, ...(hasDefault && { default: defaults[name] ?? null }) }];
    }),
  );
}

function outputOf(document: ForeignDocument, members: Members): JsonObject {
  const output = members.take('output');
  if (!isJsonObject(output)) return {};
  const own = membersOf(document, ['output'], output);
  const [format, written] = [own.take('format'), own.take('schema')];
  own.dropRest('The output has no such setting; a schema stands under `schema`.');
  const schema = written === undefined ? undefined : schemaOf(document, ['output', 'schema'], written);
  if (schema !== undefined) return { responseFormat: 'json_schema', jsonSchema: { name: 'output', schema } };
  if (format === 'json' || (written !== undefined && format === undefined)) return { responseFormat: 'json_object' };
  if (format !== undefined && format !== 'text')
    document.drop(['output', 'format'], `There is no format \`${String(format)}\` for answers.`);
  return {};
}

/** A schema as JSON Schema; nothing, with the loss said, for one that is not in the file. */
function schemaOf(document: ForeignDocument, path: readonly string[], schema: Json): JsonObject | undefined {
  try {
    return picoschema(schema);
  } catch (error) {
    if (!(error instanceof PicoschemaProblem)) throw error;
    document.drop([...path, ...error.path], error.message);
    return undefined;
  }
}

function toolsOf(document: ForeignDocument, members: Members): JsonObject {
  const names = members.take('tools');
  for (const [index, name] of (Array.isArray(names) ? names : []).entries())
    document.drop(['tools', index], `What the tool \`${String(name)}\` takes is defined by the program, not in the file.`);
  const definitions = members.take('toolDefs');
  const tools = (Array.isArray(definitions) ? (definitions as readonly Json[]) : []).flatMap((definition, index): JsonObject[] => {
    if (!isJsonObject(definition) || typeof definition.name !== 'string') {
      document.drop(['toolDefs', index], 'A tool has a name.');
      return [];
    }
    const { name, description, inputSchema } = definition;
    const parameters =
      inputSchema === undefined || inputSchema === null ? undefined : schemaOf(document, ['toolDefs', String(index)], inputSchema);
    return [
      {
        type: 'function',
        function: { name, ...(typeof description === 'string' && { description }), ...(parameters && { parameters }) },
      },
    ];
  });
  return tools.length === 0 ? {} : { tools };
}
