import type { Severity } from '../../../base/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import { didYouMean } from '../../../base/text/suggest.ts';
import { PARAMETER_NAMES } from '../../schema/keys.ts';
import { type Findings, writeInstead } from '../findings.ts';
import { meantKey } from '../meant-key.ts';

/** Other spellings of the canonical parameters, as providers and peers write them. */
const CANONICAL: ReadonlyMap<string, string> = new Map(
  Object.entries({
    topP: ['top_p'],
    topK: ['top_k'],
    maxTokens: ['max_tokens', 'maxCompletionTokens', 'max_completion_tokens', 'maxOutputTokens', 'max_output_tokens'],
    stop: ['stopSequences', 'stop_sequences'],
    seed: ['randomSeed', 'random_seed'],
    frequencyPenalty: ['frequency_penalty'],
    presencePenalty: ['presence_penalty'],
    reasoningEffort: ['reasoning_effort'],
  }).flatMap(([name, aliases]) => aliases.map((alias): [string, string] => [alias, name])),
);

/** The canonical name of a model parameter; one that we do not know keeps its own. */
export function canonicalParameter(key: string): string {
  return CANONICAL.get(key) ?? key;
}

/** Model parameters under their canonical names, and how the file spells each. */
export interface FoldedParameters {
  readonly parameters: Json | undefined;
  readonly spelling: ReadonlyMap<string, string>;
}

/**
 * Gives the model parameters of a file their canonical names.
 *
 * One that we do not know goes to the provider under `extra`: fine in a foreign file, a likely
 * misspelling in one of ours.
 */
export function foldParameters(findings: Findings, { modelParameters }: JsonObject, unknown: Severity): FoldedParameters {
  const spelling = new Map<string, string>();
  if (!isJsonObject(modelParameters)) return { parameters: modelParameters, spelling };
  const folded: Record<string, Json> = {};
  const extra: Record<string, Json> = {};
  const present = Object.keys(modelParameters).map(canonicalParameter);
  for (const [key, value] of Object.entries(modelParameters)) {
    const name = canonicalParameter(key);
    if (!PARAMETER_NAMES.includes(name)) {
      addUnknownParameter(findings, key, unknown, present);
      extra[key] = value;
      continue;
    }
    const first = spelling.get(name);
    if (first !== undefined) addTwice(findings, key, first);
    else if (name !== key) addAlias(findings, key, name, isAlone(modelParameters, name));
    spelling.set(name, key);
    folded[name] = value;
  }
  if (Object.keys(extra).length === 0) return { parameters: folded, spelling };
  return { parameters: { ...folded, extra: isJsonObject(folded.extra) ? { ...extra, ...folded.extra } : extra }, spelling };
}

/** Whether a parameter is spelt in one way only. */
function isAlone(parameters: JsonObject, name: string): boolean {
  return Object.keys(parameters).filter((key) => canonicalParameter(key) === name).length === 1;
}

function addAlias(findings: Findings, key: string, name: string, isOnly: boolean): void {
  findings.addToKey(['modelParameters', key], {
    rule: 'parameter-alias',
    severity: 'info',
    message: `${key} is read as ${name}.`,
    hint: `Write ${name}.`,
    ...(isOnly && { repair: writeInstead(name, key) }),
  });
}

function addTwice(findings: Findings, key: string, first: string): void {
  findings.addToKey(['modelParameters', key], {
    rule: 'parameter-twice',
    message: `${key} and ${first} are two spellings of one parameter.`,
    hint: 'Keep one of them.',
  });
}

function addUnknownParameter(findings: Findings, key: string, severity: Severity, present: readonly string[]): void {
  const meant = meantKey(key, PARAMETER_NAMES, present);
  findings.addToKey(['modelParameters', key], {
    rule: 'unknown-parameter',
    severity,
    message: `The model parameter "${key}" is not known.${didYouMean(key, [...PARAMETER_NAMES, ...CANONICAL.keys()])}`,
    hint: 'What a provider takes beyond the known parameters stands under `extra`.',
    ...(meant !== undefined && { repair: writeInstead(meant, key) }),
  });
}
