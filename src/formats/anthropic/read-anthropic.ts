import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { present } from '../../prompt/render/provider/request-members.ts';
import { type ForeignDocument, type Members, membersOf, openDocument, requireMapping } from '../foreign-document.ts';
import type { ForeignFile, Import } from '../foreign-format.ts';
import { importedIdOf } from '../imported-id.ts';
import { dialectOf } from '../plain-texts.ts';
import { isMessageList, joinedText, partsOf, textOf } from '../text-parts.ts';
import { readToolChoice, readTools } from './read-tools.ts';
import { readTurn } from './read-turn.ts';

/** Reads the body of a messages request. `{{name}}` in a text is a variable. */
export function readAnthropic(file: ForeignFile): Import {
  const document = openDocument(file);
  const members = membersOf(document, [], requireMapping(document, [], document.value));
  const turns = members.take('messages');
  if (!isMessageList(turns) && !isNothing(turns)) return document.refuse(['messages'], 'There is no list of messages with roles.');
  const messages = [
    ...systemOf(document, members.take('system')),
    ...turns.flatMap((turn, index) => readTurn(document, ['messages', index], turn)),
  ];
  const model = members.take('model');
  const tools = readTools(document, members.take('tools'));
  const toolChoice = readToolChoice(document, members.take('tool_choice'));
  const output = outputOf(document, members.take('output_config'));
  const prompt = present({
    model: typeof model === 'string' ? `anthropic/${model}` : undefined,
    modelParameters: parametersOf(document, members, output.effort),
    ...output.format,
    template: dialectOf(messages.map(({ content }) => (typeof content === 'string' ? content : ''))),
    messages,
    tools: tools.length === 0 ? undefined : tools,
    toolChoice,
  });
  return { prompts: [{ id: importedIdOf(file.path), from: file.path, file: prompt }], partials: [], suites: [], losses: document.losses };
}

/** A system text may stand alone, for an application that adds the rest. */
function isNothing(turns: Json | undefined): turns is readonly JsonObject[] {
  return Array.isArray(turns) && turns.length === 0;
}

function systemOf(document: ForeignDocument, system: Json | undefined): JsonObject[] {
  const parts = partsOf(document, ['system'], system);
  const content = joinedText(
    document,
    ['system'],
    parts.map((part) => textOf(document, part)),
  );
  return content === undefined || content === '' ? [] : [{ role: 'system', content }];
}

function parametersOf(document: ForeignDocument, members: Members, effort: Json | undefined): JsonObject | undefined {
  if (members.take('stream') !== undefined) document.drop(['stream'], 'How the answer is delivered is no part of a prompt.');
  const known = {
    temperature: members.take('temperature'),
    topP: members.take('top_p'),
    topK: members.take('top_k'),
    maxTokens: members.take('max_tokens'),
    stop: members.take('stop_sequences'),
    reasoningEffort: effort,
  };
  const extra = members.rest();
  const parameters = present({ ...known, extra: Object.keys(extra).length === 0 ? undefined : extra });
  return Object.keys(parameters).length === 0 ? undefined : parameters;
}

interface Output {
  readonly effort: Json | undefined;
  readonly format: JsonObject;
}

function outputOf(document: ForeignDocument, config: Json | undefined): Output {
  if (config === undefined) return { effort: undefined, format: {} };
  const members = membersOf(document, ['output_config'], requireMapping(document, ['output_config'], config));
  const effort = members.take('effort');
  const format = members.take('format');
  members.dropRest('There is no such setting here.');
  if (!isJsonObject(format)) return { effort, format: {} };
  return { effort, format: present({ responseFormat: format.type, jsonSchema: format.schema && { schema: format.schema } }) };
}
