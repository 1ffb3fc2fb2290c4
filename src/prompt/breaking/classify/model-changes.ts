import { canonicalJson, type Json } from '../../../base/json/canonical-json.ts';
import type { ModelParameters } from '../../prompt.ts';
import type { PromptVersion } from '../../version.ts';
import { type Found, sides } from '../found.ts';

/** What only an eval can tell: another model, other sampling, answers that end earlier (E501–E504). */
export function modelChanges({ content: before }: PromptVersion, { content: after }: PromptVersion): Found[] {
  return [
    ...modelChange(before.model, after.model),
    ...SAMPLING.flatMap((name) => samplingChange(name, before.parameters[name], after.parameters[name])),
    ...maxTokensChange(before.parameters, after.parameters),
    ...stopChanges(before.parameters, after.parameters),
  ];
}

function modelChange(before: string | undefined, after: string | undefined): Found[] {
  if (before === after) return [];
  const found = { path: ['model'], ...sides(before, after) };
  if (before === undefined || after === undefined) {
    const message = after === undefined ? `The prompt no longer names a model (${before}).` : `The prompt now names a model: ${after}.`;
    return [{ rule: 'E501', message, ...found }];
  }
  if (modelFamily(before) !== modelFamily(after)) return [{ rule: 'E501', message: `The model is now ${after}, not ${before}.`, ...found }];
  const floats = SNAPSHOT.test(after) ? '' : ', a name that the provider may move to another snapshot';
  return [{ rule: 'E502', message: `The model is now ${after}, not ${before}${floats}.`, ...found }];
}

/** What providers append to the name of a family: a date, a short date, `latest`, a revision. */
const SNAPSHOT = /(?:[-@:](?:\d{4}-\d{2}-\d{2}|\d{8}|\d{4}|v\d+|\d{3}))+$/;
const FLOATING = /[-@:](?:latest|stable|current|default)$/;

/** The provider and the name without its snapshot: `openai/gpt-4o` of `openai/gpt-4o-2024-08-06`. */
function modelFamily(model: string): string {
  return model.toLowerCase().replace(FLOATING, '').replace(SNAPSHOT, '');
}

const SAMPLING = ['temperature', 'topP', 'topK', 'seed', 'frequencyPenalty', 'presencePenalty', 'reasoningEffort', 'extra'] as const;

function samplingChange(name: (typeof SAMPLING)[number], before: Json | undefined, after: Json | undefined): Found[] {
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return [];
  const message = `The parameter ${name} is now ${shown(after)}, not ${shown(before)}.`;
  return [{ rule: 'E503', path: ['modelParameters', name], message, ...sides(before, after) }];
}

function maxTokensChange({ maxTokens: before }: ModelParameters, { maxTokens: after }: ModelParameters): Found[] {
  if (before === after) return [];
  const isLower = after !== undefined && (before === undefined || after < before);
  const message = `The answer may now have ${after === undefined ? 'any number of' : after} tokens, not ${before ?? 'any number'}.`;
  return [{ rule: isLower ? 'E504' : 'E503', path: ['modelParameters', 'maxTokens'], message, ...sides(before, after) }];
}

function stopChanges({ stop: before = [] }: ModelParameters, { stop: after = [] }: ModelParameters): Found[] {
  const added = after.filter((text) => !before.includes(text));
  const removed = before.filter((text) => !after.includes(text));
  const path = ['modelParameters', 'stop'];
  return [
    ...added.map((text): Found => ({ rule: 'E504', path, message: `The text ${JSON.stringify(text)} now ends the answer.`, after: text })),
    ...removed.map(
      (text): Found => ({ rule: 'E503', path, message: `The text ${JSON.stringify(text)} no longer ends the answer.`, before: text }),
    ),
  ];
}

function shown(value: Json | undefined): string {
  return value === undefined ? 'unset' : typeof value === 'string' ? value : canonicalJson(value);
}
