import type { Digest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import type { GuardrailSetContent, PartialContent, PromptContent, PromptId } from '../prompt.ts';
import { decodeOrderedSchema, mapToolParameters } from './schema-encoding.ts';

/** A stored prompt, with the contents that it names directly. */
export interface StoredPrompt {
  readonly content: PromptContent;
  readonly partials: ReadonlyMap<PromptId, Digest>;
  readonly guardrailSets: ReadonlyMap<PromptId, Digest>;
}

export interface StoredPartial {
  readonly content: PartialContent;
  readonly partials: ReadonlyMap<PromptId, Digest>;
}

/**
 * A prompt out of its normal form, which somebody vouches for: the digest by which it was asked for does.
 *
 * Loads no validator, so that applications can read prompts without one. @throws Failure `content-invalid` when it is of another kind.
 */
export function decodePrompt(form: Json): StoredPrompt {
  const { v: _v, kind: _kind, partials, guardrailSets, schema, tools = [], ...rest } = formOf(form, 'prompt');
  const content = {
    parameters: {},
    guardrails: [],
    ...rest,
    ...(isJsonObject(schema) && { schema: { ...schema, schema: decodeOrderedSchema(schema.schema ?? {}) } }),
    tools: (tools as readonly JsonObject[]).map((tool) => mapToolParameters(tool, decodeOrderedSchema)),
  } as unknown as PromptContent;
  return { content, partials: referencesOf(partials), guardrailSets: referencesOf(guardrailSets) };
}

/** The same of a partial. @throws Failure `content-invalid` */
export function decodePartial(form: Json): StoredPartial {
  const { template, text, partials } = formOf(form, 'partial');
  return { content: { template, text } as unknown as PartialContent, partials: referencesOf(partials) };
}

/** The same of a guardrail set. @throws Failure `content-invalid` */
export function decodeGuardrailSet(form: Json): GuardrailSetContent {
  return { checks: formOf(form, 'guardrail-set').checks ?? [] } as unknown as GuardrailSetContent;
}

function formOf(form: Json, kind: string): JsonObject {
  if (isJsonObject(form) && form.v === 1 && form.kind === kind) return form;
  throw new Failure('content-invalid', `The content is not the normal form of a ${kind} that this version knows.`);
}

function referencesOf(members: Json | undefined): ReadonlyMap<PromptId, Digest> {
  return new Map(Object.entries(isJsonObject(members) ? members : {}) as [PromptId, Digest][]);
}
