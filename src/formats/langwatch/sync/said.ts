import { canonicalJson, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import { byCodePoint } from '../../../base/text/code-point-order.ts';
import { present } from '../../../prompt/render/provider/request-members.ts';
import { conversationOf, type RemoteContent } from './remote-content.ts';
import { saidInputs } from './said-inputs.ts';

/**
 * The fields in which two contents differ, as LangWatch would tell them; none when they say the same.
 *
 * Neither the order of keys counts, which its database does not keep, nor inputs that it found in the texts.
 */
export function differences(left: RemoteContent, right: RemoteContent): string[] {
  const [one, other] = [said(left), said(right)];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => text(one[name]) !== text(other[name])).sort(byCodePoint);
}

function text(value: Json | undefined): string {
  return value === undefined ? '' : canonicalJson(value);
}

/** Under the names of a prompt file, because people read them. */
function said(content: RemoteContent): JsonObject {
  const { model, outputs, responseFormat, parameters, inputs: _inputs, messages: _messages, prompt: _prompt, ...modelParameters } = content;
  const output = outputs.find(({ type }) => type === 'json_schema');
  const { temperature, maxTokens, topP, topK, seed, frequencyPenalty, presencePenalty } = modelParameters;
  const named = { temperature, maxTokens, topP, topK, seed, frequencyPenalty, presencePenalty };
  return present({
    model,
    messages: conversationOf(content).map(({ role, content: message }) => ({ role, content: message })),
    ...Object.fromEntries(Object.entries(named).map(([name, value]) => [`modelParameters.${name}`, value])),
    inputs: saidInputs(content)
      .map(({ identifier, type }) => ({ identifier, type }))
      .sort((left, right) => byCodePoint(left.identifier, right.identifier)),
    jsonSchema: output?.json_schema
      ? { name: output.identifier, schema: output.json_schema }
      : responseFormat?.json_schema && { name: responseFormat.json_schema.name, schema: responseFormat.json_schema.schema },
    outputs: outputs
      .filter(({ type, identifier }) => type !== 'json_schema' && !(type === 'str' && identifier === 'output'))
      .map(({ type, identifier }) => ({ type, identifier })),
    parameters: parameters != null && Object.keys(parameters).length > 0 ? parameters : undefined,
  });
}
