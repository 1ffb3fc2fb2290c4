import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import { modelName } from '../model-name.ts';
import type { Attachment, RenderedMessage, RenderedPrompt } from '../rendered-prompt.ts';
import { type AttachmentWriters, attachmentParts, attachmentUrl } from './attachments.ts';
import { present } from './request-members.ts';
import { sentParameters } from './unsent-settings.ts';

/**
 * The body of a request to OpenAI's responses API.
 *
 * Nothing is kept at OpenAI (`store: false`), and a tool is strict only where it says so, as in chat completions.
 * `stop`, `seed`, the penalties, `topK` and the names of speakers have no place in this protocol. `extra` may override
 * anything but the model and the input.
 */
export function toOpenAIResponses(rendered: RenderedPrompt): JsonObject {
  const { messages, model, tools, toolChoice } = rendered;
  const parameters = sentParameters(rendered, 'openai-responses');
  const format = textFormat(rendered);
  return present({
    temperature: parameters.temperature,
    top_p: parameters.topP,
    max_output_tokens: parameters.maxTokens,
    reasoning: parameters.reasoningEffort === undefined ? undefined : { effort: parameters.reasoningEffort },
    text: format && { format },
    tools: tools.length > 0 ? tools.map(flatTool) : undefined,
    tool_choice: flatChoice(toolChoice),
    store: false,
    ...parameters.extra,
    model: modelName(model),
    input: messages.flatMap(inputItems),
  });
}

function inputItems(message: RenderedMessage): JsonObject[] {
  const { role, content, toolCallId, toolCalls = [] } = message;
  if (role === 'tool') return [{ type: 'function_call_output', call_id: toolCallId ?? '', output: content ?? '' }];
  const files = attachmentParts(message, 'the responses API', WRITERS);
  const said = files.length === 0 ? (content ?? '') : [...files, { type: 'input_text', text: content ?? '' }];
  // An assistant that only calls tools says nothing.
  const spoken = content === undefined && toolCalls.length > 0 ? [] : [{ role, content: said }];
  return [...spoken, ...toolCalls.map(functionCall)];
}

function functionCall(call: JsonObject): JsonObject {
  const { name = '', arguments: given = '{}' } = isJsonObject(call.function) ? call.function : {};
  return { type: 'function_call', call_id: call.id ?? '', name, arguments: typeof given === 'string' ? given : JSON.stringify(given) };
}

function flatTool(tool: JsonObject): JsonObject {
  if (!isJsonObject(tool.function)) return tool;
  const { name, description, parameters = { type: 'object', properties: {} }, strict = false } = tool.function;
  return present({ type: 'function', name, description, parameters, strict });
}

function flatChoice(choice: Json | undefined): Json | undefined {
  if (!isJsonObject(choice) || !isJsonObject(choice.function)) return choice;
  return present({ type: 'function', name: choice.function.name });
}

function textFormat({ responseFormat, schema }: RenderedPrompt): JsonObject | undefined {
  if (responseFormat === undefined || responseFormat === 'text') return undefined;
  if (responseFormat === 'json_object' || schema === undefined) return { type: 'json_object' };
  const { name = 'output', description, strict } = schema;
  return present({ type: 'json_schema', name, description, strict, schema: schema.schema });
}

function inputFile(attachment: Attachment): JsonObject {
  const { name } = attachment;
  if ('url' in attachment) return { type: 'input_file', file_url: attachment.url };
  return { type: 'input_file', filename: name ?? 'file.pdf', file_data: attachmentUrl(attachment) };
}

const WRITERS: AttachmentWriters = {
  image: (attachment) => ({ type: 'input_image', image_url: attachmentUrl(attachment) }),
  pdf: inputFile,
};
