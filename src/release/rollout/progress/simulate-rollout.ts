import { assign } from '../assign.ts';
import type { AssignmentReason, CallContext } from '../call-context.ts';
import type { RolloutFile } from '../rollout-schema.ts';
import type { Assignment, ServedRollout } from '../served-rollout.ts';
import { rolloutSteps } from './rollout-steps.ts';
import { servedRollout } from './serve-rollout.ts';

/** What calls get at one step of a rollout. */
export interface SimulatedStep {
  readonly coverage: number;
  /** Calls per variant, `control` first. */
  readonly variants: Readonly<Record<string, SimulatedCalls>>;
  /** Calls per reason; reasons that none had are left out. */
  readonly reasons: Readonly<Partial<Record<AssignmentReason, number>>>;
}

export interface SimulatedCalls {
  readonly served: number;
  /** Those that a verdict would count. */
  readonly compared: number;
}

/** Says what these calls would get at each step of a rollout, without starting it. */
export function simulateRollout(
  rollout: RolloutFile,
  contexts: readonly CallContext[],
  holdouts: Readonly<Record<string, number>> = {},
): SimulatedStep[] {
  const ids = [...new Set(['control', ...rollout.variants.map(({ id }) => id)])];
  return servedSteps(rollout, holdouts).map((served) => {
    const calls = contexts.map((context) => assign(served, context));
    return {
      coverage: served.coverage,
      variants: Object.fromEntries(ids.map((id) => [id, counted(calls.filter(({ variant }) => variant === id))])),
      reasons: reasonsOf(calls),
    };
  });
}

/** Says what one call would get at each step of a rollout, and why. */
export function explainCall(
  rollout: RolloutFile,
  context: CallContext,
  holdouts: Readonly<Record<string, number>> = {},
): (Assignment & { readonly coverage: number })[] {
  return servedSteps(rollout, holdouts).map((served) => ({ coverage: served.coverage, ...assign(served, context) }));
}

/** Calls of units that nobody has, named by the first attribute that a rollout draws for. */
export function madeUpCalls({ unit }: Pick<RolloutFile, 'unit'>, count: number): CallContext[] {
  const [attribute = 'unit'] = typeof unit === 'string' ? [unit] : unit;
  return Array.from({ length: count }, (_, index) => ({ [attribute]: `unit-${index + 1}` }));
}

function servedSteps(rollout: RolloutFile, holdouts: Readonly<Record<string, number>>): ServedRollout[] {
  return rolloutSteps(rollout).flatMap((_, step) => {
    const state = { status: 'running', step, since: 0, began: 0, ran: 0, overruled: [], told: [] } as const;
    return servedRollout(rollout, state, { id: 'simulated', holdouts }) ?? [];
  });
}

function counted(calls: readonly Assignment[]): SimulatedCalls {
  return { served: calls.length, compared: calls.filter(({ compared }) => compared).length };
}

function reasonsOf(calls: readonly Assignment[]): Partial<Record<AssignmentReason, number>> {
  const reasons: Partial<Record<AssignmentReason, number>> = {};
  for (const { reason } of calls) reasons[reason] = (reasons[reason] ?? 0) + 1;
  return reasons;
}
