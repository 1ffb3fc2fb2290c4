import type { Digest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { ReplyOf } from '../../../protocol/endpoint.ts';
import type { readState } from '../../../protocol/environments.ts';
import type { EvaluationContext, EvaluationReason } from '../../../protocol/openfeature/schemas.ts';
import { assign } from '../../../release/rollout/assign.ts';
import type { AssignmentReason, CallContext } from '../../../release/rollout/call-context.ts';
import type { Assignment, ServedRollout } from '../../../release/rollout/served-rollout.ts';

/** What an environment serves, as applications are told. */
export type ServedState = ReplyOf<typeof readState>;

/** What one call gets. */
export interface Decision {
  readonly digest: Digest;
  readonly reason: EvaluationReason;
  /** Absent where no rollout decides. */
  readonly rollout?: string;
  readonly assignment?: Assignment;
}

/**
 * Decides what one call gets of a prompt, as the SDK does from the same state.
 *
 * @throws Failure `not-found` when the environment serves no such prompt, `prompt-killed`, `version-revoked`
 */
export function decideFor(state: ServedState, prompt: PromptId, context: EvaluationContext): Decision {
  const { environment, pins, killed, rollouts, revoked } = state;
  const pin = Object.hasOwn(pins, prompt) ? pins[prompt] : undefined;
  if (pin === undefined) throw new Failure('not-found', `${environment} serves no "${prompt}".`);
  if (killed.includes(prompt)) throw new Failure('prompt-killed', `The kill switch of ${prompt} in ${environment} is on.`);
  const rollout = Object.hasOwn(rollouts, prompt) ? rollouts[prompt] : undefined;
  if (rollout !== undefined) {
    const assignment = assign(rollout, callContext(rollout, context));
    const decision = { digest: assignment.version, reason: REASONS[assignment.reason], rollout: rollout.id, assignment };
    if (!revoked.includes(assignment.version)) return decision;
  }
  if (revoked.includes(pin)) throw new Failure('version-revoked', `The version of ${prompt} that ${environment} pins was revoked.`);
  return { digest: pin, reason: 'STATIC' };
}

const REASONS: Readonly<Record<AssignmentReason, EvaluationReason>> = {
  rule: 'TARGETING_MATCH',
  'no-unit': 'DEFAULT',
  holdout: 'SPLIT',
  exclusive: 'SPLIT',
  draw: 'SPLIT',
  uncovered: 'SPLIT',
};

/** The attributes that a rollout asks about. The targeting key is the unit where none of the rollout's own attributes is given. */
function callContext({ unit }: ServedRollout, { variables: _, ...given }: EvaluationContext): CallContext {
  const context = Object.fromEntries(Object.entries(given).filter(([, value]) => isScalar(value))) as CallContext;
  const [first] = unit;
  const { targetingKey } = given;
  if (first === undefined || targetingKey === undefined || unit.some((attribute) => isGiven(context, attribute))) return context;
  return { ...context, [first]: targetingKey };
}

function isScalar(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function isGiven(context: CallContext, attribute: string): boolean {
  return Object.hasOwn(context, attribute) && context[attribute] !== null && context[attribute] !== '';
}
