import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import { jsonValue } from '../../../base/json/json-value.ts';
import { modelName } from '../model-name.ts';
import type { Attachment, RenderedMessage, RenderedPrompt } from '../rendered-prompt.ts';
import { type AttachmentWriters, attachmentParts, mediaTypeOf } from './attachments.ts';
import { googleThinking, wantsThoughtSignatures } from './model-limits.ts';
import { present } from './request-members.ts';
import { sentParameters } from './unsent-settings.ts';

/** What Google's documentation tells to send with calls that none of its models made, such as those of an example. */
const NO_SIGNATURE = 'skip_thought_signature_validator';

/**
 * The body of a request to Google's Gemini API; the model stands in the address.
 *
 * System and developer messages become the one `systemInstruction`; calls of tools and their results become parts, and
 * results of one round stand together. Schemas go as JSON Schema, not in Google's older subset. The names of speakers
 * have no place here. `extra` may override anything but the contents; its `generationConfig` is merged with ours.
 */
export function toGoogle(rendered: RenderedPrompt): JsonObject {
  const { messages, model, tools, toolChoice } = rendered;
  const { extra = {} } = rendered.parameters;
  const config = { ...generationConfig(rendered), ...(isJsonObject(extra.generationConfig) && extra.generationConfig) };
  return present({
    tools: tools.length > 0 ? [{ functionDeclarations: tools.map(functionDeclaration) }] : undefined,
    toolConfig: toolConfig(toolChoice),
    ...extra,
    generationConfig: Object.keys(config).length > 0 ? config : undefined,
    systemInstruction: systemInstruction(messages),
    contents: contents(messages, wantsThoughtSignatures(modelName(model) ?? '')),
  });
}

/** The id of a call that came without one: told apart by its place, and never sent back. */
export function placeId(index: number): string {
  return `call-${index}`;
}

function generationConfig(rendered: RenderedPrompt): JsonObject {
  const { model, responseFormat, schema } = rendered;
  const parameters = sentParameters(rendered, 'google');
  const isJson = responseFormat === 'json_object' || responseFormat === 'json_schema';
  return present({
    temperature: parameters.temperature,
    topP: parameters.topP,
    topK: parameters.topK,
    maxOutputTokens: parameters.maxTokens,
    stopSequences: parameters.stop,
    seed: parameters.seed,
    frequencyPenalty: parameters.frequencyPenalty,
    presencePenalty: parameters.presencePenalty,
    thinkingConfig: parameters.reasoningEffort && googleThinking(modelName(model) ?? '', parameters.reasoningEffort),
    responseMimeType: isJson ? 'application/json' : undefined,
    responseJsonSchema: responseFormat === 'json_schema' ? schema?.schema : undefined,
  });
}

function isSystem({ role }: RenderedMessage): boolean {
  return role === 'system' || role === 'developer';
}

function systemInstruction(messages: readonly RenderedMessage[]): JsonObject | undefined {
  const parts = messages.filter(isSystem).map((message) => ({ text: message.content ?? '', ...refusedParts(message) }));
  return parts.length > 0 ? { parts } : undefined;
}

/** A system message has no place for attachments: refused, not dropped. */
function refusedParts(message: RenderedMessage): JsonObject {
  attachmentParts(message, 'Google', WRITERS);
  return {};
}

/** Results of one round of calls must stand together, in the order of the calls. */
function contents(messages: readonly RenderedMessage[], signs: boolean): JsonObject[] {
  const result: { role: string; parts: JsonObject[] }[] = [];
  const called = new Map<string, string>();
  let results: JsonObject[] | undefined;
  for (const message of messages) {
    if (isSystem(message)) continue;
    for (const call of message.toolCalls ?? []) called.set(textOf(call.id), textOf(functionOf(call).name));
    if (message.role !== 'tool') {
      results = undefined;
      result.push({ role: message.role === 'assistant' ? 'model' : 'user', parts: messageParts(message, signs) });
      continue;
    }
    if (results === undefined) {
      results = [];
      result.push({ role: 'user', parts: results });
    }
    results.push(functionResponse(message, called.get(message.toolCallId ?? '')));
  }
  return result;
}

function messageParts(message: RenderedMessage, signs: boolean): JsonObject[] {
  const { content = '', toolCalls = [] } = message;
  const files = attachmentParts(message, 'Google', WRITERS);
  const calls = toolCalls.map((call, index) => functionCall(call, signs && index === 0));
  const others = [...files, ...calls];
  return content === '' && others.length > 0 ? others : [...files, { text: content }, ...calls];
}

/** Arguments are a JSON text in OpenAI's shape; a text that is not JSON is shown to the model as it is. */
function functionCall(call: JsonObject, mustSign: boolean): JsonObject {
  const { name = '', arguments: given = '{}' } = functionOf(call);
  const args = typeof given === 'string' ? (jsonValue(given) ?? { arguments: given }) : given;
  const google = isJsonObject(call.extra_content) ? call.extra_content.google : undefined;
  const signature = isJsonObject(google) ? google.thought_signature : undefined;
  return present({
    functionCall: present({ id: ownId(call.id), name, args }),
    thoughtSignature: signature ?? (mustSign ? NO_SIGNATURE : undefined),
  });
}

function functionResponse({ toolCallId = '', name, content = '' }: RenderedMessage, calledName: string | undefined): JsonObject {
  const value = jsonValue(content);
  const response = isJsonObject(value) ? value : { result: value ?? content };
  return { functionResponse: present({ id: ownId(toolCallId), name: calledName ?? name ?? '', response }) };
}

function ownId(id: Json | undefined): string | undefined {
  const text = textOf(id);
  return text === '' || /^call-\d+$/.test(text) ? undefined : text;
}

function functionOf(call: JsonObject): JsonObject {
  return isJsonObject(call.function) ? call.function : {};
}

function functionDeclaration(tool: JsonObject): JsonObject {
  const { name, description, parameters } = isJsonObject(tool.function) ? tool.function : tool;
  return present({ name, description, parametersJsonSchema: parameters });
}

function toolConfig(choice: Json | undefined): JsonObject | undefined {
  const config = (mode: string, names?: Json[]) => ({ functionCallingConfig: present({ mode, allowedFunctionNames: names }) });
  if (choice === 'auto' || choice === 'none') return config(choice.toUpperCase());
  if (choice === 'required') return config('ANY');
  if (!isJsonObject(choice)) return undefined;
  const { function: chosen } = choice;
  return isJsonObject(chosen) && chosen.name !== undefined ? config('ANY', [chosen.name]) : choice;
}

/** Google reads whatever has a media type that it knows, bytes and addresses alike. */
function filePart(attachment: Attachment): JsonObject {
  const mimeType = mediaTypeOf(attachment);
  if (!('url' in attachment)) return { inlineData: present({ mimeType, data: attachment.data }) };
  return { fileData: present({ mimeType, fileUri: attachment.url }) };
}

const WRITERS: AttachmentWriters = { image: filePart, pdf: filePart, text: filePart, audio: filePart };

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
