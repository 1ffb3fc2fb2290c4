import type { JsonObject } from '../../../base/json/canonical-json.ts';
import { modelName, providerOf } from '../model-name.ts';
import type { Attachment, RenderedMessage, RenderedPrompt } from '../rendered-prompt.ts';
import { type AttachmentWriters, attachmentParts, attachmentUrl, mediaTypeOf } from './attachments.ts';
import { present } from './request-members.ts';
import { sentParameters } from './unsent-settings.ts';

/** Providers that run OpenAI's own service; others only speak its protocol. */
const OPENAI = new Set(['openai', 'azure']);

/**
 * The body of an OpenAI chat-completions request, also for the many servers that speak this protocol.
 *
 * `extra` may add any parameter and override ours, but never the model or the messages: those are the
 * version. Two names depend on the provider. OpenAI takes `max_completion_tokens` for every chat model
 * and refuses the older `max_tokens` for reasoning models; other servers know only `max_tokens`. The
 * `developer` role is OpenAI's; for others it is `system`. What a reasoning model would refuse is left
 * out (`unsentParameters`).
 */
export function toOpenAI(rendered: RenderedPrompt): JsonObject {
  const { messages, model, responseFormat, schema, tools, toolChoice } = rendered;
  const parameters = sentParameters(rendered, 'openai');
  const isOpenAI = OPENAI.has(providerOf(model) ?? 'openai');
  return present({
    temperature: parameters.temperature,
    top_p: parameters.topP,
    top_k: parameters.topK,
    [isOpenAI ? 'max_completion_tokens' : 'max_tokens']: parameters.maxTokens,
    stop: parameters.stop,
    seed: parameters.seed,
    frequency_penalty: parameters.frequencyPenalty,
    presence_penalty: parameters.presencePenalty,
    reasoning_effort: parameters.reasoningEffort,
    response_format: responseFormatOf(responseFormat, schema),
    tools: tools.length > 0 ? tools : undefined,
    tool_choice: toolChoice,
    ...parameters.extra,
    model: modelName(model),
    messages: messages.map((message) => chatMessage(message, isOpenAI)),
  });
}

function chatMessage(message: RenderedMessage, isOpenAI: boolean): JsonObject {
  const { content, name, toolCallId, toolCalls, attachments } = message;
  const role = message.role === 'developer' && !isOpenAI ? 'system' : message.role;
  // Most messages are no more than this.
  if ((name ?? toolCallId ?? toolCalls ?? attachments) === undefined) return { role, content: content ?? '' };
  const files = attachmentParts(message, 'the chat completions API', WRITERS);
  // An assistant that only calls tools says nothing, which this protocol writes as null.
  const said = content ?? (toolCalls === undefined ? '' : null);
  return present({
    role,
    content: files.length === 0 ? said : [...files, { type: 'text', text: content ?? '' }],
    name,
    tool_calls: toolCalls,
    tool_call_id: toolCallId,
  });
}

function responseFormatOf(format: RenderedPrompt['responseFormat'], schema: RenderedPrompt['schema']): JsonObject | undefined {
  if (format === undefined || format === 'text') return undefined;
  if (format === 'json_object' || schema === undefined) return { type: 'json_object' };
  const { name = 'output', description, strict } = schema;
  return { type: 'json_schema', json_schema: present({ name, description, strict, schema: schema.schema }) };
}

function file(attachment: Attachment): JsonObject | undefined {
  if ('url' in attachment) return undefined;
  return { type: 'file', file: { filename: attachment.name ?? 'file.pdf', file_data: attachmentUrl(attachment) } };
}

function audio(attachment: Attachment): JsonObject | undefined {
  const format = AUDIO_FORMATS[mediaTypeOf(attachment) ?? ''];
  if ('url' in attachment || format === undefined) return undefined;
  return { type: 'input_audio', input_audio: { data: attachment.data, format } };
}

const AUDIO_FORMATS: Readonly<Record<string, string>> = { 'audio/wav': 'wav', 'audio/mpeg': 'mp3', 'audio/mp3': 'mp3' };

const WRITERS: AttachmentWriters = {
  image: (attachment) => ({ type: 'image_url', image_url: { url: attachmentUrl(attachment) } }),
  pdf: file,
  audio,
};
