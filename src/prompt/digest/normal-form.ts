import type { Digest } from '../../base/digest.ts';
import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import type {
  GuardrailSetContent,
  InputSpec,
  Message,
  ModelParameters,
  OutputSchema,
  PartialContent,
  PromptContent,
  PromptId,
} from '../prompt.ts';
import { encodeOrderedSchema, mapToolParameters, withoutDescriptions } from './schema-encoding.ts';

/** The digests of the contents that a content names directly. */
export type DirectReferences = ReadonlyMap<PromptId, Digest>;

/**
 * The value whose canonical JSON is hashed into a prompt's version; schemas/digest.md is its specification.
 *
 * Absent, null and empty are one; nothing else is defaulted, so that two files mean the same
 * exactly when they say the same to the model and to the caller.
 */
export function promptNormalForm(content: PromptContent, partials: DirectReferences, guardrailSets: DirectReferences): JsonObject {
  return withoutEmpty({
    v: 1,
    kind: 'prompt',
    template: content.template,
    messages: content.messages.map(messageNormalForm),
    model: content.model,
    parameters: parametersNormalForm(content.parameters),
    appParameters: content.appParameters,
    responseFormat: content.responseFormat === 'text' ? undefined : content.responseFormat,
    schema: content.schema && outputSchemaNormalForm(content.schema),
    tools: content.tools.map((tool) => mapToolParameters(tool, encodeOrderedSchema)),
    toolChoice: content.toolChoice,
    guardrails: content.guardrails,
    guardrailSets: Object.fromEntries(guardrailSets),
    inputs: content.inputs && inputsNormalForm(content.inputs),
    risk: content.risk,
    partials: Object.fromEntries(partials),
  });
}

/** The value that names a partial. */
export function partialNormalForm(content: PartialContent, partials: DirectReferences): JsonObject {
  return withoutEmpty({ v: 1, kind: 'partial', template: content.template, text: content.text, partials: Object.fromEntries(partials) });
}

/** The value that names a guardrail set. */
export function guardrailSetNormalForm(content: GuardrailSetContent): JsonObject {
  return withoutEmpty({ v: 1, kind: 'guardrail-set', checks: content.checks });
}

function messageNormalForm({ role, content, name, toolCallId, toolCalls }: Message): JsonObject {
  return withoutEmpty({ role, content, name, toolCallId, toolCalls });
}

function parametersNormalForm({ extra, ...parameters }: ModelParameters): JsonObject {
  return withoutEmpty({ ...parameters, extra });
}

function outputSchemaNormalForm({ name, description, strict, schema }: OutputSchema): JsonObject {
  return { ...withoutEmpty({ name, description, strict }), schema: encodeOrderedSchema(schema) };
}

function inputsNormalForm(inputs: Readonly<Record<string, InputSpec>>): JsonObject {
  return Object.fromEntries(Object.entries(inputs).map(([name, spec]) => [name, withoutDescriptions(definedMembers(spec))]));
}

/** Leaves out members that say nothing. Only at this level: what stands inside a schema, a tool or a default is content. */
function withoutEmpty(members: { readonly [key: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(members).filter((member): member is [string, Json] => !saysNothing(member[1])));
}

function saysNothing(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** Drops what is undefined and, as everywhere for optional keys, what is null; a null default is a value and stays. */
function definedMembers(spec: InputSpec): JsonObject {
  const said = Object.entries(spec).filter(
    ([keyword, value]) => value !== undefined && (value !== null || keyword === 'default' || keyword === 'const'),
  );
  return Object.fromEntries(said) as JsonObject;
}
