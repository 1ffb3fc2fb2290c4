import { parseDuration } from '../../../../base/duration.ts';
import type { RolloutFile } from '../../rollout-schema.ts';
import type { GuardrailVerdict } from '../../verdict/rollout-verdict.ts';
import { guardrailText } from '../../verdict/verdict-text.ts';
import type { RolloutUnderWay } from '../rollout-state.ts';
import { isComparing, type RolloutStep, rolloutSteps } from '../rollout-steps.ts';
import type { Moment } from './moment.ts';

/** What a step still waits for, or what comes of it. */
export type StepEnd =
  | { readonly kind: 'waiting' }
  /** What must be shown is not. */
  | { readonly kind: 'inconclusive'; readonly text: string }
  | { readonly kind: 'approval'; readonly role: string }
  | { readonly kind: 'next' }
  /** A canary that covers all with its one variant. */
  | { readonly kind: 'takes-over' };

/** How long the current step has been running: pauses do not count. */
export function ranFor(state: RolloutUnderWay, now: number): number {
  return state.ran + (state.status === 'running' ? Math.max(0, now - state.since) : 0);
}

/** Whether the current step is over, and what then. Never `next` on figures that are missing. */
export function endOfStep(state: RolloutUnderWay, { rollout, now, verdict }: Moment): StepEnd {
  const steps = rolloutSteps(rollout);
  const step = steps[state.step];
  const isLast = state.step >= steps.length - 1;
  if (step === undefined || (isLast && !takesOver(rollout, step))) return { kind: 'waiting' };
  if (ranFor(state, now) < (parseDuration(step.for ?? '0s') ?? 0)) return { kind: 'waiting' };
  if (isComparing(rollout, step) && verdict.smallestGroup < (step.minUnits ?? 0)) return { kind: 'waiting' };
  const open = unproven(state, step, { rollout, verdict });
  if (open !== undefined) return { kind: 'inconclusive', text: open };
  if (isLast) return { kind: 'takes-over' };
  return step.approval === undefined ? { kind: 'next' } : { kind: 'approval', role: step.approval };
}

/** Only then there is nothing left to decide; of several variants a person chooses. */
function takesOver({ mode, variants }: RolloutFile, { coverage }: RolloutStep): boolean {
  return mode === 'canary' && coverage === 1 && variants.length === 1;
}

/** The first guardrail that is not shown to be kept, as a sentence. Those that only tell ask for no proof. */
function unproven(
  state: RolloutUnderWay,
  step: RolloutStep,
  { rollout, verdict }: Pick<Moment, 'rollout' | 'verdict'>,
): string | undefined {
  const asked = verdict.guardrails.filter((guardrail) => guardrail.do !== 'notify');
  // Nobody has had a variant yet.
  if (asked.length === 0 || step.coverage === 0) return undefined;
  if (isComparing(rollout, step) && (verdict.lastExposure ?? 0) < state.began) return 'Nobody was exposed in this step.';
  const open = asked.find((guardrail) => guardrail.verdict === 'inconclusive' && !isAccepted(guardrail, step));
  return open && guardrailText(open);
}

function isAccepted({ because }: GuardrailVerdict, { onInconclusive }: RolloutStep): boolean {
  return because === 'interval' && onInconclusive === 'advance';
}
