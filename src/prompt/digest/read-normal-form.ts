import * as z from 'zod';
import { isDigest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { type GuardrailSetContent, isPromptId, ROLES } from '../prompt.ts';
import { decodeGuardrailSet, decodePartial, decodePrompt, type StoredPartial, type StoredPrompt } from './decode-normal-form.ts';
import { guardrailSetNormalForm, partialNormalForm, promptNormalForm } from './normal-form.ts';

const json = z.custom<Json>((value) => value !== undefined);
const object = z.custom<JsonObject>(isJsonObject);
const dialect = z.enum(['liquid', 'simple', 'none']);
const references = z.record(z.string().refine(isPromptId), z.string().refine(isDigest)).optional();
const guardrail = z.looseObject({ uses: z.string().min(1) });

const promptForm = z.strictObject({
  v: z.literal(1),
  kind: z.literal('prompt'),
  template: dialect,
  messages: z.array(
    z.strictObject({
      role: z.enum(ROLES),
      content: z.string().optional(),
      name: z.string().optional(),
      toolCallId: z.string().optional(),
      toolCalls: z.array(object).optional(),
    }),
  ),
  model: z.string().min(1).optional(),
  parameters: z
    .strictObject({
      temperature: z.number().optional(),
      topP: z.number().optional(),
      topK: z.number().optional(),
      maxTokens: z.number().optional(),
      stop: z.array(z.string()).optional(),
      seed: z.number().optional(),
      frequencyPenalty: z.number().optional(),
      presencePenalty: z.number().optional(),
      reasoningEffort: z.string().optional(),
      extra: object.optional(),
    })
    .optional(),
  appParameters: object.optional(),
  responseFormat: z.enum(['json_object', 'json_schema']).optional(),
  schema: z
    .strictObject({ name: z.string().optional(), description: z.string().optional(), strict: z.boolean().optional(), schema: object })
    .optional(),
  tools: z.array(object).optional(),
  toolChoice: json.optional(),
  guardrails: z.array(guardrail).optional(),
  guardrailSets: references,
  inputs: z.record(z.string(), object).optional(),
  risk: z.enum(['low', 'medium', 'high']).optional(),
  partials: references,
});

const partialForm = z.strictObject({
  v: z.literal(1),
  kind: z.literal('partial'),
  template: dialect,
  text: z.string(),
  partials: references,
});
const guardrailSetForm = z.strictObject({ v: z.literal(1), kind: z.literal('guardrail-set'), checks: z.array(guardrail).optional() });

/**
 * Reads a prompt back from its normal form.
 *
 * @throws Failure `content-invalid` when the value is anything but the normal form of what it says.
 */
export function readPromptNormalForm(form: Json): StoredPrompt {
  const stored = decodePrompt(parseForm(promptForm, form));
  requireNormal(form, promptNormalForm(stored.content, stored.partials, stored.guardrailSets));
  return stored;
}

/** Reads a partial back from its normal form. @throws Failure `content-invalid` */
export function readPartialNormalForm(form: Json): StoredPartial {
  const stored = decodePartial(parseForm(partialForm, form));
  requireNormal(form, partialNormalForm(stored.content, stored.partials));
  return stored;
}

/** Reads a guardrail set back from its normal form. @throws Failure `content-invalid` */
export function readGuardrailSetNormalForm(form: Json): GuardrailSetContent {
  const content = decodeGuardrailSet(parseForm(guardrailSetForm, form));
  requireNormal(form, guardrailSetNormalForm(content));
  return content;
}

function parseForm(schema: z.ZodType, form: Json): Json {
  const parsed = schema.safeParse(form);
  if (parsed.success) return parsed.data as Json;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') || 'the content';
  throw new Failure('content-invalid', `The content is not in normal form: ${path}: ${issue?.message ?? 'unreadable'}.`);
}

/** Two spellings of one content must not both be storable: each content has one digest. */
function requireNormal(form: Json, normal: JsonObject): void {
  if (canonicalJson(form) !== canonicalJson(normal)) {
    throw new Failure('content-invalid', 'The content is not in normal form: it holds members that say nothing, or spells a default.');
  }
}
