import type { Json, JsonObject } from '../../base/json/canonical-json.ts';
import type { Message, ModelParameters, OutputSchema, Prompt } from '../prompt.ts';

/**
 * What a file must say to mean this prompt: canonical names, the keys in their usual order, nothing that goes
 * without saying. Reading it gives an equal prompt, and so the same version.
 */
export function promptFileValue(prompt: Prompt): JsonObject {
  const { id, about, template, messages, model, parameters, appParameters, responseFormat, schema, inputs } = prompt;
  const { tools, toolChoice, guardrails, risk, testData, evaluators } = prompt;
  return said({
    id,
    name: about.name,
    description: about.description,
    model,
    modelParameters: filled(parametersValue(parameters)),
    parameters: appParameters,
    responseFormat,
    jsonSchema: schema && envelopeValue(schema),
    template: template === 'liquid' ? undefined : template,
    messages: messages.map(messageValue),
    inputs: inputs && said(Object.fromEntries(Object.entries(inputs).map(([name, spec]) => [name, said(spec)]))),
    tools: filled(tools),
    toolChoice,
    guardrails: filled(guardrails.map(said)),
    tags: filled(about.tags),
    owners: filled(about.owners),
    aliases: filled(about.aliases ?? []),
    risk,
    metadata: filled(about.metadata),
    testData: filled(testData),
    evaluators: filled(evaluators.map(said)),
  });
}

function parametersValue({ extra, ...parameters }: ModelParameters): JsonObject {
  return said({ ...parameters, extra });
}

function messageValue({ role, name, content, toolCallId, toolCalls }: Message): JsonObject {
  return said({ role, name, content, toolCallId, toolCalls });
}

function envelopeValue({ name, description, strict, schema }: OutputSchema): JsonObject {
  return said({ name, description, strict, schema });
}

/** The members that say something. */
function said(members: { readonly [key: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(members).filter((member): member is [string, Json] => member[1] !== undefined));
}

/** Nothing instead of an empty list or mapping: a file says that by silence. */
function filled<Value extends readonly Json[] | JsonObject>(value: Value): Value | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}
