import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import { jsonValue } from '../../../base/json/json-value.ts';
import type { ModelParameters } from '../../prompt.ts';
import { providerOf } from '../model-name.ts';
import type { Attachment, RenderedMessage, RenderedPrompt } from '../rendered-prompt.ts';
import { type AttachmentWriters, attachmentParts, mediaTypeOf } from './attachments.ts';
import { present } from './request-members.ts';

/**
 * What `generateText` and `streamText` of the AI SDK (5 and later) take besides the model: messages and settings.
 *
 * Tools and schemas are objects of code there, so they are left to the caller. `extra` and `reasoningEffort` go as options
 * of the provider that the model names.
 */
export function toAISDK(rendered: RenderedPrompt): JsonObject {
  const { messages, model, parameters } = rendered;
  const { reasoningEffort, extra } = parameters;
  const own = { ...(reasoningEffort !== undefined && { reasoningEffort }), ...extra };
  const provider = providerOf(model);
  return present({
    ...aiSdkSettings(parameters),
    providerOptions: provider !== undefined && Object.keys(own).length > 0 ? { [provider]: own } : undefined,
    messages: aiSdkMessages(messages, WRITERS),
  });
}

/** The parameters that the AI SDK has words for. */
export function aiSdkSettings(parameters: ModelParameters): Readonly<Record<string, Json | undefined>> {
  return {
    maxOutputTokens: parameters.maxTokens,
    temperature: parameters.temperature,
    topP: parameters.topP,
    topK: parameters.topK,
    stopSequences: parameters.stop,
    seed: parameters.seed,
    frequencyPenalty: parameters.frequencyPenalty,
    presencePenalty: parameters.presencePenalty,
  };
}

/** Messages in the words of the AI SDK; results of one round of calls stand together. */
export function aiSdkMessages(messages: readonly RenderedMessage[], writers: AttachmentWriters): JsonObject[] {
  const result: { role: string; content: Json }[] = [];
  const called = new Map<string, string>();
  let results: JsonObject[] | undefined;
  for (const message of messages) {
    for (const { id, function: named } of message.toolCalls ?? []) {
      if (typeof id === 'string' && isJsonObject(named) && typeof named.name === 'string') called.set(id, named.name);
    }
    if (message.role !== 'tool') {
      results = undefined;
      result.push(aiSdkMessage(message, writers));
      continue;
    }
    if (results === undefined) {
      results = [];
      result.push({ role: 'tool', content: results });
    }
    results.push(toolResult(message, called));
  }
  return result;
}

function aiSdkMessage(message: RenderedMessage, writers: AttachmentWriters): { role: string; content: Json } {
  const { role, content = '', toolCalls = [] } = message;
  const files = attachmentParts(message, 'the AI SDK', writers);
  if (role === 'system' || role === 'developer') return { role: 'system', content };
  const text = content === '' && (files.length > 0 || toolCalls.length > 0) ? [] : [{ type: 'text', text: content }];
  return { role, content: [...files, ...text, ...toolCalls.map(toolCall)] };
}

function toolCall(call: JsonObject): JsonObject {
  const { name = '', arguments: given = '{}' } = isJsonObject(call.function) ? call.function : {};
  const input = typeof given === 'string' ? (jsonValue(given) ?? given) : given;
  return { type: 'tool-call', toolCallId: call.id ?? '', toolName: name, input };
}

function toolResult({ toolCallId = '', name, content = '' }: RenderedMessage, called: ReadonlyMap<string, string>): JsonObject {
  const output = { type: 'text', value: content };
  return { type: 'tool-result', toolCallId, toolName: called.get(toolCallId) ?? name ?? '', output };
}

function file(attachment: Attachment): JsonObject {
  const data = 'url' in attachment ? attachment.url : attachment.data;
  return present({ type: 'file', mediaType: mediaTypeOf(attachment), filename: attachment.name, data });
}

const WRITERS: AttachmentWriters = { image: file, pdf: file, text: file, audio: file };
