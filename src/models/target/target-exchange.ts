import * as z from 'zod';
import { Failure } from '../../base/failure.ts';
import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import type { Answer } from '../../evals/run.ts';
import type { ModelRequest } from '../../evals/runner/model.ts';

const answerSchema = z.strictObject({
  text: z.string(),
  toolCalls: z.array(z.json()).optional(),
  finishReason: z.string().optional(),
  usage: z.strictObject({ input: z.int().nonnegative(), output: z.int().nonnegative() }).optional(),
  cost: z.number().nonnegative().optional(),
  metadata: z.record(z.string(), z.json()).optional(),
});

/** What a pipeline is given of a case: the version under test, what it is rendered with, and what came of that. */
export function targetRequest(request: ModelRequest, sample: number): JsonObject {
  const { source, messages, parameters, model, tools, toolChoice, responseFormat, schema } = request;
  return {
    schema: 'promptlane/target-request/v1',
    ...(source && { prompt: { id: source.prompt, digest: source.digest }, inputs: source.inputs }),
    messages: messages as unknown as Json,
    parameters: parameters as JsonObject,
    model,
    ...(tools.length > 0 && { tools }),
    ...(toolChoice !== undefined && { toolChoice }),
    ...(responseFormat !== undefined && { responseFormat }),
    ...(schema && { outputSchema: schema as unknown as Json }),
    sample,
  };
}

/**
 * Reads what a pipeline answered: an object with a `text` and what it knows beside, or plain text, which is the answer
 * itself but for the line end that programs put behind what they print.
 *
 * @throws Failure `target-failed` for an object with a `text` that is not of this shape
 */
export function readTargetAnswer(output: string, name: string): Omit<Answer, 'latencyMs'> {
  const value = jsonValue(output);
  if (!isJsonObject(value) || typeof value.text !== 'string') return { text: output.replace(/\r?\n$/, '') };
  const parsed = answerSchema.safeParse(value);
  if (parsed.success) return parsed.data as Omit<Answer, 'latencyMs'>;
  const { path = [], message = '' } = parsed.error.issues[0] ?? {};
  const where = path.length === 0 ? '' : `\`${path.join('.')}\`: `;
  throw targetFailure(`${name} answered with an object that cannot be read: ${where}${message}.`);
}

/** A pipeline that gave no answer. Asked again it would do the same, so it is not. */
export function targetFailure(message: string, cause?: unknown): Failure {
  return new Failure('target-failed', message, { details: { retryable: false }, ...(cause !== undefined && { cause }) });
}
