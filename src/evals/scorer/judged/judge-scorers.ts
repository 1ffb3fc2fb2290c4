import type * as z from 'zod';
import { defineScorer } from '../scorer-definition.ts';
import { CONTEXT_PARAMETERS, JUDGE_PARAMETERS, type JudgeParameters, READY_PARAMETERS, REFERENCE_PARAMETERS } from './judge-parameters.ts';
import { pairwiseJudge } from './pairwise-judge.ts';
import { singleJudge } from './single-judge.ts';
import type { Ballot } from './verdict.ts';

type ReadyParameters = z.infer<typeof READY_PARAMETERS> & { readonly expected?: string };

const ONE_TO_FIVE: Ballot = { kind: 'scale', min: 1, max: 5 };

/** The scores of autoevals; who contradicts the reference fails, as in the factuality eval of OpenAI and promptfoo. */
const FACTS: Ballot = { kind: 'choices', choices: { same: 1, immaterial: 1, superset: 0.6, subset: 0.4, conflict: 0 } };

/** What the ready judges may say. */
export const BALLOTS = { factuality: FACTS, relevance: ONE_TO_FIVE, groundedness: ONE_TO_FIVE, helpfulness: ONE_TO_FIVE } as const;

/** Scorers that ask a model for its judgement. */
export const JUDGE_SCORERS = {
  judge: defineScorer('A model judges the output by a prompt or a rubric.', JUDGE_PARAMETERS, (parameters, bound) => {
    const { mode, threshold = 0.5 } = parameters;
    const settings = { ...parameters, threshold };
    return mode === 'pairwise' ? pairwiseJudge(settings, bound) : singleJudge({ ...settings, ballot: ballotOf(parameters) }, bound);
  }),
  factuality: ready(
    'factuality',
    'A model judges whether the facts of the output agree with an expected answer.',
    REFERENCE_PARAMETERS,
    0.4,
  ),
  relevance: ready('relevance', 'A model judges whether the output is about what was asked, from 1 to 5.', READY_PARAMETERS, 0.75),
  groundedness: ready('groundedness', 'A model judges whether a context supports the output, from 1 to 5.', CONTEXT_PARAMETERS, 0.75),
  helpfulness: ready('helpfulness', 'A model judges whether the output helps who asked, from 1 to 5.', READY_PARAMETERS, 0.75),
} as const;

/** The verdicts that a scorer of these parameters may get. */
export function ballotOf({ choices, scale }: Pick<JudgeParameters, 'choices' | 'scale'>): Ballot {
  if (choices !== undefined) return { kind: 'choices', choices };
  return scale === undefined ? ONE_TO_FIVE : { kind: 'scale', ...scale };
}

function ready<Parameters extends ReadyParameters>(
  name: keyof typeof BALLOTS,
  about: string,
  parameters: z.ZodType<Parameters>,
  passing: number,
) {
  const ballot = BALLOTS[name];
  return defineScorer(about, parameters, (given, bound) => singleJudge({ ...given, ballot, threshold: given.threshold ?? passing }, bound));
}
