import type { Digest } from '../base/digest.ts';
import type { PromptId } from '../prompt/prompt.ts';
import type { EnvironmentName, Pins } from './environment.ts';

/** One pin that changes: `from` absent = new here, `to` absent = removed. */
export interface Move {
  readonly prompt: PromptId;
  readonly from?: Digest;
  readonly to?: Digest;
}

/** Why a move is not allowed, and what would allow it. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly prompt?: PromptId;
  readonly message: string;
  /** An instruction: what would satisfy the gate. */
  readonly satisfy: string;
}

export const REFUSAL_CODES = [
  'revoked',
  'quarantined',
  'not-in-previous',
  'evidence-missing',
  'evidence-stale',
  'evidence-failed',
  'evidence-inconclusive',
  'approval-missing',
  'rejected',
  'soaking',
  'wrong-branch',
  'frozen',
  'version-unknown',
  'model-missing',
  'requirement-unknown',
  'not-active-before',
  'rollout-running',
  'rollout-completed',
  'control-not-pinned',
  'holdout-differs',
  'exclusive-overlap',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/**
 * A point in an environment's life. Revisions count its changes; the epoch grows when a registry
 * is restored from a backup, so that a state can always be told older or newer.
 */
export interface EnvironmentRevision {
  readonly epoch: number;
  readonly revision: number;
}

/**
 * What an apply means for a rollout. `none`: it is under way as it is wanted. `over`: it was carried out to its end, and
 * nothing happens.
 */
export interface RolloutMove {
  readonly prompt: PromptId;
  readonly change: 'start' | 'update' | 'none' | 'over';
  /** The one that is under way or over. */
  readonly rollout?: string;
}

/** What an apply would do to one environment, and whether policy lets it. */
export interface Plan extends EnvironmentRevision {
  readonly environment: EnvironmentName;
  readonly moves: readonly Move[];
  readonly refusals: readonly Refusal[];
  /** What would become of the rollouts that were asked for. */
  readonly rollouts?: readonly RolloutMove[];
  /** What policy let pass though someone may want to know, in words. */
  readonly notes?: readonly string[];
}

/**
 * Works out which pins of an environment change to become `wanted`.
 *
 * Only plans. Prompts already equal are left out, so an empty plan means there is nothing
 * to do; prompts absent from `wanted` stay, unless `prune` is asked for.
 */
export function planMoves(actual: Pins, wanted: Pins, { prune = false } = {}): Move[] {
  const changed: Move[] = [...wanted]
    .filter(([prompt, to]) => actual.get(prompt) !== to)
    .map(([prompt, to]) => moveOf(prompt, actual.get(prompt), to));
  const removed = prune
    ? [...actual].filter(([prompt]) => !wanted.has(prompt)).map(([prompt, from]) => moveOf(prompt, from, undefined))
    : [];
  return [...changed, ...removed];
}

function moveOf(prompt: PromptId, from: Digest | undefined, to: Digest | undefined): Move {
  return { prompt, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}
