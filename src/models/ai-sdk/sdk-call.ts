import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import type { ModelRequest } from '../../evals/runner/model.ts';
import { aiSdkMessages, aiSdkSettings } from '../../prompt/render/provider/ai-sdk.ts';
import { type AttachmentWriters, mediaTypeOf } from '../../prompt/render/provider/attachments.ts';
import { present } from '../../prompt/render/provider/request-members.ts';
import type { Attachment } from '../../prompt/render/rendered-prompt.ts';
import type { SdkCall, SdkModel, SdkVersion } from './sdk-model.ts';

/**
 * A request in the words of the AI SDK.
 *
 * `extra` goes as the options of the model's own provider, and so does `reasoningEffort` before version 4, which has a
 * word of its own for it.
 */
export function sdkCall(request: ModelRequest, { provider, specificationVersion: version }: SdkModel, abortSignal: AbortSignal): SdkCall {
  const { messages, parameters, tools, toolChoice } = request;
  const { reasoningEffort, extra } = parameters;
  const effort = reasoningEffort === undefined ? {} : { reasoningEffort };
  const own = { ...(version === 'v4' ? {} : effort), ...extra };
  const options = present({
    ...aiSdkSettings(parameters),
    reasoning: version === 'v4' ? reasoningEffort : undefined,
    responseFormat: responseFormat(request),
    tools: tools.length > 0 ? tools.map(sdkTool) : undefined,
    toolChoice: sdkChoice(toolChoice),
    providerOptions: Object.keys(own).length > 0 ? { [ownName(provider)]: own } : undefined,
  });
  return { ...options, prompt: aiSdkMessages(messages, writers(version)), abortSignal };
}

/** `openai.chat` reads the options of `openai`. */
export function ownName(provider: string): string {
  return provider.split('.')[0] ?? provider;
}

function sdkTool(tool: JsonObject): JsonObject {
  const { name, description, parameters = { type: 'object', properties: {} }, strict } = isJsonObject(tool.function) ? tool.function : tool;
  return present({ type: 'function', name, description, inputSchema: parameters, strict });
}

function sdkChoice(choice: Json | undefined): JsonObject | undefined {
  if (typeof choice === 'string') return { type: choice };
  if (!isJsonObject(choice)) return undefined;
  return isJsonObject(choice.function) ? present({ type: 'tool', toolName: choice.function.name }) : choice;
}

function responseFormat({ responseFormat: format, schema }: ModelRequest): JsonObject | undefined {
  if (format === undefined || format === 'text') return undefined;
  if (format === 'json_object' || schema === undefined) return { type: 'json' };
  return present({ type: 'json', schema: schema.schema, name: schema.name, description: schema.description });
}

/** Version 4 says whether it is bytes or an address; those before take either. */
function writers(version: SdkVersion): AttachmentWriters {
  const write = (attachment: Attachment) => {
    // An address is an object of its own there, which JSON does not know.
    const url = 'url' in attachment ? (new URL(attachment.url) as unknown as Json) : undefined;
    const bytes = 'url' in attachment ? undefined : attachment.data;
    const tagged: Json = url === undefined ? present({ type: 'data', data: bytes }) : { type: 'url', url };
    const data = version === 'v4' ? tagged : (url ?? bytes);
    return present({ type: 'file', mediaType: mediaTypeOf(attachment), filename: attachment.name, data });
  };
  return { image: write, pdf: write, text: write, audio: write };
}
