import { Failure } from '../../../base/failure.ts';
import { jsonValue } from '../../../base/json/json-value.ts';
import type { Answer } from '../../run.ts';
import type { ModelRequest } from '../../runner/model.ts';

/**
 * The request for the vector of a text: a request to a model like any other, so that caches, cassettes, retries and
 * budgets treat it as one. Its answer's text is the vector as JSON.
 */
export function embeddingRequest(model: string, text: string): ModelRequest {
  return { model, messages: [{ role: 'user', content: text }], parameters: { extra: { task: 'embedding' } }, tools: [] };
}

/** The text of a request that `embeddingRequest` made. */
export function embeddedText({ messages }: Pick<ModelRequest, 'messages'>): string {
  return messages[0]?.content ?? '';
}

/** The text of an answer that is a vector. */
export function vectorText(vector: readonly number[]): string {
  return JSON.stringify(vector);
}

/** The vector that an answer is. @throws Failure `model-refused` when it is none */
export function answeredVector({ text }: Pick<Answer, 'text'>, model: string): readonly number[] {
  const value = jsonValue(text);
  if (Array.isArray(value) && value.length > 0 && value.every((member) => typeof member === 'number')) return value as readonly number[];
  throw new Failure('model-refused', `${model} gave no vector.`);
}
