import type { z } from 'zod';
import { type Digest, digestOf } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { Json } from '../../base/json/canonical-json.ts';
import type { ScoreResult } from '../run.ts';
import { CALL_SCORERS } from './call/call-scorers.ts';
import { MEASURE_SCORERS } from './call/measure-scorers.ts';
import { CUSTOM_SCORERS } from './custom/custom-scorers.ts';
import { namesExpected } from './expected-value.ts';
import { JSON_SCORERS } from './json/json-scorers.ts';
import { JUDGE_SCORERS } from './judged/judge-scorers.ts';
import { SAFETY_SCORERS } from './safety/safety-scorers.ts';
import { type PrepareJudge, type Scorer, type ScorerSpec, Unscorable } from './scorer.ts';
import type { ScorerDefinition } from './scorer-definition.ts';
import { NO_TOOLS } from './scoring-tools.ts';
import { SEMANTIC_SCORERS } from './semantic/semantic-scorers.ts';
import { SIMILARITY_SCORERS } from './similarity/similarity-scorers.ts';
import { STRUCTURE_SCORERS } from './structure/structure-scorers.ts';
import { TEXT_SCORERS } from './text/text-scorers.ts';

/** Every scorer by the name that a suite uses. */
const SCORERS: ReadonlyMap<string, ScorerDefinition> = new Map(
  Object.entries({
    ...TEXT_SCORERS,
    ...SIMILARITY_SCORERS,
    ...JSON_SCORERS,
    ...STRUCTURE_SCORERS,
    ...CALL_SCORERS,
    ...MEASURE_SCORERS,
    ...SAFETY_SCORERS,
    ...SEMANTIC_SCORERS,
    ...JUDGE_SCORERS,
    ...CUSTOM_SCORERS,
  }) as [string, ScorerDefinition][],
);

/** The names that `uses` may have. */
export const SCORER_NAMES: readonly string[] = [...SCORERS.keys()];

/** The parameters that a scorer takes; undefined for a name that no scorer has. */
export function scorerParameters(uses: string): z.ZodType | undefined {
  return SCORERS.get(uses)?.parameters;
}

/** What a scorer asks of an answer, in a sentence. */
export function scorerAbout(uses: string): string | undefined {
  return SCORERS.get(uses)?.about;
}

/** True when a scorer compares with what the case expects, so that it cannot judge a call that nobody expected anything of. */
export function needsExpected({ uses, parameters }: ScorerSpec): boolean {
  const parsed = SCORERS.get(uses)?.parameters.safeParse(parameters);
  return parsed?.success === true && namesExpected(parsed.data as Json);
}

/**
 * Builds a scorer; patterns and schemas are compiled here, once.
 *
 * @throws Failure `suite-invalid` for an unknown name or parameters that cannot work.
 */
export function scorerFor(spec: ScorerSpec): Scorer {
  const definition = SCORERS.get(spec.uses);
  if (definition === undefined) throw new Failure('suite-invalid', `The scorer "${spec.id}" uses "${spec.uses}", which does not exist.`);
  const parsed = definition.parameters.safeParse(spec.parameters);
  if (!parsed.success)
    throw new Failure('suite-invalid', `The scorer "${spec.id}" (${spec.uses}) must have ${parsed.error.issues[0]?.message}.`);
  const prepare = definition.build(parsed.data, spec.bound);
  return {
    id: spec.id,
    digest: scorerDigest(spec),
    score: (answer, evalCase, prompt, tools = NO_TOOLS) => scoreOf(spec.id, () => prepare({ case: evalCase, prompt })(answer, tools)),
    problem: (evalCase, prompt) => problemOf(prepare, { case: evalCase, prompt }),
  };
}

/**
 * Names a scorer by what it does: `{v: 1, kind: "scorer", uses, parameters, bound?}`, parameters as written.
 *
 * The schema that `json-schema` takes from the prompt is not part of it: the prompt's digest covers that. Neither is
 * `calibration`, which says when a judge may gate, nor `cache`: they change no score.
 */
export function scorerDigest({ uses, parameters: { calibration: _, cache: __, ...parameters }, bound }: ScorerSpec): Digest {
  return digestOf({ v: 1, kind: 'scorer', uses, parameters, ...(bound !== undefined && { bound: bound.digest }) });
}

function scoreOf(scorer: string, judge: () => ReturnType<ReturnType<PrepareJudge>>): ScoreResult | Promise<ScoreResult> {
  const failed = (error: unknown): ScoreResult => ({ scorer, error: reasonOf(error) });
  try {
    const judged = judge();
    return judged instanceof Promise ? judged.then((judgement) => ({ scorer, ...judgement }), failed) : { scorer, ...judged };
  } catch (error) {
    return failed(error);
  }
}

function problemOf(prepare: PrepareJudge, context: Parameters<PrepareJudge>[0]): string | undefined {
  try {
    prepare(context);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Unscorable || error instanceof Failure) return error.message;
  // A defect of a scorer must not end the run of the others, and must not hide either.
  return `unexpected: ${error instanceof Error ? error.message : String(error)}`;
}
