import type { JsonObject } from '../base/json/canonical-json.ts';
import type { ModelParameters } from '../prompt/prompt.ts';
import { present } from '../prompt/render/provider/request-members.ts';

type Parameter = Exclude<keyof ModelParameters, 'extra'>;

/** What others call our parameters; what most requests call them comes first. */
export const SPELLINGS: Readonly<Record<Parameter, readonly [string, ...string[]]>> = {
  temperature: ['temperature'],
  topP: ['top_p', 'topP'],
  topK: ['top_k', 'topK'],
  maxTokens: ['max_tokens', 'maxTokens', 'max_completion_tokens', 'maxCompletionTokens', 'max_output_tokens', 'maxOutputTokens'],
  stop: ['stop', 'stop_sequences', 'stopSequences'],
  seed: ['seed', 'random_seed', 'randomSeed'],
  frequencyPenalty: ['frequency_penalty', 'frequencyPenalty'],
  presencePenalty: ['presence_penalty', 'presencePenalty'],
  reasoningEffort: ['reasoning_effort', 'reasoningEffort'],
};

/** The names that most requests give them. */
export const REQUEST_NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(SPELLINGS).map(([ours, [name]]) => [ours, name]),
);

/** Model parameters in one mapping: what goes to the provider as it stands too, unless a parameter says the same. */
export function flatParameters(
  { extra = {}, ...known }: ModelParameters,
  names: Readonly<Record<string, string>> = {},
): JsonObject | undefined {
  const given = new Set(Object.keys(known).flatMap((name) => SPELLINGS[name as Parameter]));
  const others = Object.entries(extra).filter(([name]) => !given.has(name) && name !== 'extra');
  const own = Object.entries(known).map(([name, value]) => [names[name] ?? name, value]);
  const flat = present(Object.fromEntries([...others, ...own]));
  return Object.keys(flat).length === 0 ? undefined : flat;
}
