import type { JsonObject } from '../../../base/json/canonical-json.ts';
import { present } from '../../../prompt/render/provider/request-members.ts';
import { configDataParameters } from './config-of-prompt.ts';
import type { LangwatchConfig } from './langwatch-config.ts';

/** A conversation as `configData` says it: the system message by itself. */
export function configDataOf({
  model = '',
  prompt = '',
  messages = [],
  parameters = {},
  inputs,
  outputs,
  responseFormat,
}: LangwatchConfig): JsonObject {
  const first = messages.findIndex(({ role, content }) => role === 'system' && content === prompt);
  const others = messages.filter((_message, index) => index !== first);
  return present({
    model,
    prompt,
    messages: others.map((message) => ({ ...message })),
    ...configDataParameters(parameters),
    inputs: inputs?.map((input) => ({ ...input })),
    outputs: outputs?.map((output) => ({ ...output })),
    response_format: responseFormat && { ...responseFormat },
  });
}
