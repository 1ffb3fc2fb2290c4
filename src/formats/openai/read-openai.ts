import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import type { ValuePath } from '../../prompt/document/yaml/locate.ts';
import { present } from '../../prompt/render/provider/request-members.ts';
import { type ForeignDocument, type Members, membersOf, openDocument, requireMapping } from '../foreign-document.ts';
import type { ForeignFile, Import } from '../foreign-format.ts';
import { importedIdOf } from '../imported-id.ts';
import { dialectOf } from '../plain-texts.ts';
import { isMessageList } from '../text-parts.ts';
import { readChatMessage } from './read-chat-message.ts';

/** Reads the body of a chat-completions request, or its list of messages alone. `{{name}}` in a text is a variable. */
export function readOpenAI(file: ForeignFile): Import {
  const document = openDocument(file);
  const value = Array.isArray(document.value) ? { messages: document.value } : requireMapping(document, [], document.value);
  const members = membersOf(document, [], value);
  const path: ValuePath = Array.isArray(document.value) ? [] : ['messages'];
  const listed = members.take('messages');
  if (!isMessageList(listed)) return document.refuse(path, 'There is no list of messages with roles.');
  const messages = listed.flatMap((message, index) => readChatMessage(document, [...path, index], message));
  const model = members.take('model');
  const tools = toolsOf(document, members);
  const output = outputOf(document, members.take('response_format'));
  const prompt = present({
    model: typeof model === 'string' ? `openai/${model}` : undefined,
    modelParameters: parametersOf(document, members),
    ...output,
    template: dialectOf(messages.map(({ content }) => (typeof content === 'string' ? content : ''))),
    messages,
    tools: tools.tools,
    toolChoice: tools.toolChoice,
  });
  return { prompts: [{ id: importedIdOf(file.path), from: file.path, file: prompt }], partials: [], suites: [], losses: document.losses };
}

/** Our names of the parameters that every provider has; others go to the provider as they stand. */
const PARAMETERS: Readonly<Record<string, string>> = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  stop: 'stop',
  seed: 'seed',
  frequencyPenalty: 'frequency_penalty',
  presencePenalty: 'presence_penalty',
  reasoningEffort: 'reasoning_effort',
};

/** How an answer is delivered is for the application to say. */
const DELIVERY = ['stream', 'stream_options'];

/** Takes what is left of the request. */
function parametersOf(document: ForeignDocument, members: Members): JsonObject | undefined {
  for (const key of DELIVERY) {
    if (members.take(key) !== undefined) document.drop([key], 'How the answer is delivered is no part of a prompt.');
  }
  const known = Object.fromEntries(Object.entries(PARAMETERS).map(([ours, theirs]) => [ours, members.take(theirs)]));
  const newer = members.take('max_completion_tokens');
  const older = members.take('max_tokens');
  if (newer !== undefined && older !== undefined) document.drop(['max_tokens'], 'max_completion_tokens says it already.');
  const extra = members.rest();
  const parameters = present({ ...known, maxTokens: newer ?? older, extra: Object.keys(extra).length === 0 ? undefined : extra });
  return Object.keys(parameters).length === 0 ? undefined : parameters;
}

interface Tools {
  readonly tools: Json | undefined;
  readonly toolChoice: Json | undefined;
}

/** The tools, also in the older words `functions` and `function_call`. */
function toolsOf(document: ForeignDocument, members: Members): Tools {
  const functions = members.take('functions');
  const call = members.take('function_call');
  const tools =
    members.take('tools') ?? (Array.isArray(functions) ? functions.map((one: Json) => ({ type: 'function', function: one })) : undefined);
  const choice = members.take('tool_choice') ?? (isJsonObject(call) ? { type: 'function', function: call } : call);
  if (functions !== undefined) document.change(['functions'], 'It is read as `tools`, the newer word.');
  return { tools, toolChoice: choice };
}

function outputOf(document: ForeignDocument, format: Json | undefined): JsonObject {
  if (format === undefined) return {};
  const members = membersOf(document, ['response_format'], requireMapping(document, ['response_format'], format));
  const [type, schema] = [members.take('type'), members.take('json_schema')];
  members.dropRest('A response format here is a type and a schema.');
  return present({ responseFormat: type, jsonSchema: schema });
}
