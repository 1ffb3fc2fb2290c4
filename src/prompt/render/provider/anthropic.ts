import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import { jsonValue } from '../../../base/json/json-value.ts';
import { modelName } from '../model-name.ts';
import type { Attachment, RenderedMessage, RenderedPrompt } from '../rendered-prompt.ts';
import { type AttachmentWriters, attachmentParts, mediaTypeOf } from './attachments.ts';
import { hasAnthropicStructuredOutput } from './model-limits.ts';
import { present } from './request-members.ts';
import { sentParameters } from './unsent-settings.ts';

/** Anthropic requires a bound; prompts need not give one. */
const DEFAULT_MAX_TOKENS = 4096;

/**
 * The body of an Anthropic messages request.
 *
 * System and developer messages become the one `system` text, tool calls and results become content
 * blocks, and a result stands in the user message right after its call. `seed`, the penalties and
 * the names of speakers have no place in this protocol and are left out, and so is sampling for the models
 * that refuse it (`unsentParameters`). `extra` may override anything but the model and the messages.
 */
export function toAnthropic(rendered: RenderedPrompt): JsonObject {
  const { messages, model, responseFormat, schema } = rendered;
  const parameters = sentParameters(rendered, 'anthropic');
  const hasFormat = responseFormat === 'json_schema' && schema !== undefined && answerTool(rendered) === undefined;
  const outputConfig = present({
    effort: parameters.reasoningEffort,
    format: hasFormat ? { type: 'json_schema', schema: schema.schema } : undefined,
  });
  return present({
    max_tokens: parameters.maxTokens ?? DEFAULT_MAX_TOKENS,
    temperature: parameters.temperature,
    top_p: parameters.topP,
    top_k: parameters.topK,
    stop_sequences: parameters.stop,
    output_config: Object.keys(outputConfig).length > 0 ? outputConfig : undefined,
    ...toolMembers(rendered),
    ...parameters.extra,
    model: modelName(model),
    system: systemText(messages),
    messages: turns(messages),
  });
}

/**
 * The name of the tool whose arguments are the answer, for a schema and a model without structured outputs;
 * undefined when no such tool is needed.
 */
export function answerTool({ model, responseFormat, schema, tools }: RenderedPrompt): string | undefined {
  if (responseFormat !== 'json_schema' || !schema || hasAnthropicStructuredOutput(modelName(model) ?? '')) return undefined;
  const taken = tools.map((tool) => anthropicTool(tool).name);
  const name = schema.name ?? 'answer';
  return taken.includes(name) ? `${name}_answer` : name;
}

function toolMembers(rendered: RenderedPrompt): Readonly<Record<string, Json | undefined>> {
  const { tools, toolChoice, schema } = rendered;
  const listed = tools.map(anthropicTool);
  const name = answerTool(rendered);
  if (name === undefined || !schema) {
    return { tools: listed.length > 0 ? listed : undefined, tool_choice: anthropicToolChoice(toolChoice) };
  }
  const description = schema.description ?? 'Gives the answer.';
  return {
    tools: [...listed, { name, description, input_schema: schema.schema }],
    // With tools of its own a prompt lets the model call one of those first.
    tool_choice: listed.length > 0 ? { type: 'any' } : { type: 'tool', name },
  };
}

function isSystem({ role }: RenderedMessage): boolean {
  return role === 'system' || role === 'developer';
}

function systemText(messages: readonly RenderedMessage[]): string | undefined {
  const texts = messages.filter(isSystem).map((message) => {
    // Refused here, not dropped: the one text has no place for them.
    attachmentParts(message, 'Anthropic', WRITERS);
    return message.content ?? '';
  });
  return texts.length > 0 ? texts.join('\n\n') : undefined;
}

/** Results of one round of calls must stand together in one user message. */
function turns(messages: readonly RenderedMessage[]): JsonObject[] {
  const result: { role: string; content: Json }[] = [];
  let results: JsonObject[] | undefined;
  for (const message of messages) {
    if (isSystem(message)) continue;
    if (message.role !== 'tool') {
      results = undefined;
      result.push({ role: message.role, content: blocks(message) });
      continue;
    }
    if (results === undefined) {
      results = [];
      result.push({ role: 'user', content: results });
    }
    results.push({ type: 'tool_result', tool_use_id: message.toolCallId ?? '', content: message.content ?? '' });
  }
  return result;
}

function blocks(message: RenderedMessage): Json {
  const { content = '', toolCalls = [] } = message;
  const files = attachmentParts(message, 'Anthropic', WRITERS);
  if (files.length === 0 && message.toolCalls === undefined) return content;
  const text = content === '' ? [] : [{ type: 'text', text: content }];
  return [...files, ...text, ...toolCalls.map(toolUse)];
}

/** Arguments are a JSON text in OpenAI's shape; a text that is not JSON is shown to the model as it is. */
function toolUse(call: JsonObject): JsonObject {
  const { name = '', arguments: input = '{}' } = isJsonObject(call.function) ? call.function : {};
  return {
    type: 'tool_use',
    id: call.id ?? '',
    name,
    input: typeof input === 'string' ? (jsonValue(input) ?? { arguments: input }) : input,
  };
}

function anthropicTool(tool: JsonObject): JsonObject {
  const definition = isJsonObject(tool.function) ? tool.function : tool;
  const { name, description, parameters = { type: 'object' } } = definition;
  return present({ name, description, input_schema: parameters });
}

function anthropicToolChoice(choice: Json | undefined): JsonObject | undefined {
  if (choice === 'auto' || choice === 'none') return { type: choice };
  if (choice === 'required') return { type: 'any' };
  if (!isJsonObject(choice)) return undefined;
  const { function: chosen } = choice;
  return isJsonObject(chosen) ? present({ type: 'tool', name: chosen.name }) : choice;
}

function source(attachment: Attachment): JsonObject {
  if ('url' in attachment) return { type: 'url', url: attachment.url };
  return present({ type: 'base64', media_type: mediaTypeOf(attachment), data: attachment.data });
}

function document({ name }: Attachment, from: JsonObject): JsonObject {
  return present({ type: 'document', source: from, title: name });
}

/** A document of plain text goes as text, whatever its format is called. */
function textDocument(attachment: Attachment): JsonObject | undefined {
  if ('url' in attachment) return undefined;
  const bytes = Uint8Array.from(atob(attachment.data), (letter) => letter.charCodeAt(0));
  return document(attachment, { type: 'text', media_type: 'text/plain', data: new TextDecoder().decode(bytes) });
}

const WRITERS: AttachmentWriters = {
  image: (attachment) => ({ type: 'image', source: source(attachment) }),
  pdf: (attachment) => document(attachment, source(attachment)),
  text: textDocument,
};
