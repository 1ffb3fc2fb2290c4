import type { ScorerSpec } from '../scorer.ts';
import { JUDGE_PARAMETERS } from './judge-parameters.ts';
import { BALLOTS, ballotOf, JUDGE_SCORERS } from './judge-scorers.ts';
import type { ReadyJudge } from './ready/ready-judges.ts';
import type { Ballot } from './verdict.ts';

/** Which judge a scorer names, before anybody has looked for it. */
export interface NamedJudge {
  /** A prompt that ships, or one of the repository by its id. */
  readonly prompt: { readonly kind: 'ready'; readonly name: ReadyJudge } | { readonly kind: 'own'; readonly id: string };
  readonly model?: string | undefined;
  /** What it may say of one answer; absent for one that compares two, which people cannot label one by one. */
  readonly ballot?: Ballot;
  readonly calibration?: { readonly labels: string; readonly minKappa: number } | undefined;
}

/** The judge of a scorer; undefined for a scorer that asks none, and for one whose parameters are wrong. */
export function namedJudge({ uses, parameters }: ScorerSpec): NamedJudge | undefined {
  if (uses === 'judge') return ownJudge(parameters);
  if (!(uses in BALLOTS)) return undefined;
  const name = uses as keyof typeof BALLOTS;
  const parsed = JUDGE_SCORERS[name].parameters.safeParse(parameters);
  if (!parsed.success) return undefined;
  const { model, calibration } = parsed.data;
  return { prompt: { kind: 'ready', name }, model, ballot: BALLOTS[name], calibration };
}

function ownJudge(parameters: ScorerSpec['parameters']): NamedJudge | undefined {
  const parsed = JUDGE_PARAMETERS.safeParse(parameters);
  if (!parsed.success) return undefined;
  const { prompt, mode, model, calibration } = parsed.data;
  const isPairwise = mode === 'pairwise';
  const ready = { kind: 'ready', name: isPairwise ? 'pairwise' : 'rubric' } as const;
  return {
    prompt: prompt === undefined ? ready : { kind: 'own', id: prompt },
    model,
    ...(!isPairwise && { ballot: ballotOf(parsed.data) }),
    calibration,
  };
}

/** True for a scorer that compares with the answers of the baseline, which must be kept for it. */
export function comparesWithBaseline({ uses, parameters }: ScorerSpec): boolean {
  const parsed = uses === 'judge' ? JUDGE_PARAMETERS.safeParse(parameters) : undefined;
  return parsed?.success === true && parsed.data.mode === 'pairwise' && parsed.data.against === undefined;
}
