import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { type ForeignDocument, type Members, membersOf, openDocument, requireMapping } from '../foreign-document.ts';
import type { ForeignFile, ForeignTree, Import, Loss } from '../foreign-format.ts';
import { importedIdOf } from '../imported-id.ts';
import { frontMatter } from '../reading/front-matter.ts';
import { importedPrompt } from '../reading/imported-prompt.ts';
import { allInputs, kindsOf } from '../reading/input-specs.ts';
import { messagesOf } from '../reading/messages.ts';
import { foreignText, refusal } from '../template/foreign-text.ts';
import { templateReader } from '../template/read-template.ts';
import { templateVariables } from '../template/template-variables.ts';
import { type PromptyInputs, promptyInputs, withoutWrongObjects } from './prompty-inputs.ts';
import { promptyMessages } from './prompty-messages.ts';
import { modelOf } from './prompty-model.ts';
import { promptyTools } from './prompty-tools.ts';
import { objectSchema, propertiesOf } from './properties.ts';
import { resolved } from './references.ts';

/** Reads a `.prompty` file of version 1 or 2; the two differ in their front matter only. */
export function readPrompty(file: ForeignFile, tree: ForeignTree): Import {
  const front = frontMatter(file);
  const document = openDocument(front?.yaml ?? { path: file.path, text: '{}' });
  const written = requireMapping(document, [], document.value ?? {});
  const members = membersOf(document, [], requireMapping(document, [], resolved(document, [], written, tree)));
  const losses: Loss[] = [];
  const inputs = promptyInputs(document, members.take('inputs'));
  const body = front === undefined ? file.text : front.body;
  const kinds = new Map([...kindsOf(inputs.specs)].filter(([, kind]) => kind !== 'object'));
  const source = foreignText(body, { file: file.path, source: { text: file.text, start: front?.bodyStart ?? 0 }, kinds }, losses);
  const language = languageOf(members.take('template'));
  const read = templateReader(language);
  if (read === undefined) return document.refuse(['template'], `There is no template language \`${language}\` here.`);
  const parts = read(source);
  const pieces = promptyMessages(source, parts, inputs);
  if (pieces.length === 0) throw refusal(source, 0, 'The prompt has no text.', 'Write the prompt after the front matter.');
  const used = pieces.flatMap((piece) => ('parts' in piece ? templateVariables(piece.parts) : []));
  const declared = allInputs(withoutWrongObjects(document, inputs.specs, parts), used);
  const settings = settingsOf(document, members, inputs);
  const sample = members.take('sample');
  members.dropRest('Nothing here corresponds to it.');
  const prompt = { ...settings, messages: messagesOf(pieces), ...(Object.keys(declared).length > 0 && { inputs: declared }) };
  return {
    prompts: [importedPrompt(document, importedIdOf(file.path), { ...prompt, ...testData(sample, inputs, declared) })],
    partials: [],
    suites: [],
    losses: [...document.losses, ...losses],
  };
}

function languageOf(template: Json | undefined): string {
  if (template === undefined) return 'jinja2';
  if (typeof template === 'string') return template;
  if (!isJsonObject(template)) return String(template);
  const { format, type } = template;
  const kind = isJsonObject(format) ? format.kind : (format ?? type);
  return typeof kind === 'string' ? kind : 'jinja2';
}

function settingsOf(document: ForeignDocument, members: Members, { specs }: PromptyInputs): JsonObject {
  const [name, title, description] = [members.take('name'), members.take('displayName'), members.take('description')];
  const shown = typeof title === 'string' ? title : name;
  const metadata = members.take('metadata');
  const [authors, version, tags] = [members.take('authors'), members.take('version'), members.take('tags')];
  const about = {
    ...(isJsonObject(metadata) && metadata),
    ...(authors !== undefined && { authors }),
    ...(version !== undefined && { version }),
  };
  const labels = (Array.isArray(tags) ? tags : []).filter((tag) => typeof tag === 'string' && tag !== '');
  const model = modelOf(document, members.take('model'));
  const outputs = propertiesOf(members.take('outputs'));
  const schema = { responseFormat: 'json_schema', jsonSchema: { name: 'output', schema: objectSchema(outputs, true) } };
  const tools = [...model.tools, ...promptyTools(document, members.take('tools'), Object.keys(specs))];
  return {
    ...(typeof shown === 'string' && shown !== '' && { name: shown }),
    ...(typeof description === 'string' && { description: description.trim() }),
    ...model.settings,
    ...(outputs.length > 0 && schema),
    ...(tools.length > 0 && { tools }),
    ...(labels.length > 0 && { tags: labels }),
    ...(Object.keys(about).length > 0 && { metadata: about }),
  };
}

/** The sample values become a row of smoke tests, as far as they are inputs. */
function testData(sample: Json | undefined, { examples }: PromptyInputs, declared: JsonObject): JsonObject {
  const row = { ...examples, ...(isJsonObject(sample) && sample) };
  const known = Object.fromEntries(Object.entries(row).filter(([name]) => Object.hasOwn(declared, name)));
  return Object.keys(known).length === 0 ? {} : { testData: [known] };
}
