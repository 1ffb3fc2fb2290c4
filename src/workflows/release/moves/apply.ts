import { Failure } from '../../../base/failure.ts';
import type { Registry } from '../../../registry/registry.ts';
import type { EnvironmentRevision } from '../../../release/plan.ts';
import { type DescribedPlan, hasChanges, type PlanDependencies, planPins, type WantedPlan } from './plan-pins.ts';

export interface ApplyRequest extends WantedPlan {
  readonly cause: 'apply' | 'promote';
  readonly message?: string;
  /** What is checked out, when the pins come out of it. */
  readonly commit?: string;
  /** Move against policy, for this reason; what was revoked stays out all the same. */
  readonly breakGlass?: { readonly reason: string };
  /** Apply only at this revision: the one that a saved plan was made at. */
  readonly plannedAt?: EnvironmentRevision;
}

/** What was to be done, and whether it was: a plan with refusals changes nothing. */
export interface ApplyOutcome {
  readonly plan: DescribedPlan;
  readonly applied: boolean;
}

export interface ApplyDependencies extends PlanDependencies {
  readonly registry: Pick<Registry, 'plan' | 'apply'>;
}

/**
 * Moves one environment to the wanted pins: all moves, or none.
 *
 * @throws Failure `plan-stale` when the environment is no longer where a saved plan found it,
 * `revision-moved` when someone else was faster just now.
 */
export async function apply(request: ApplyRequest, dependencies: ApplyDependencies): Promise<ApplyOutcome> {
  const { environment, wanted, prune, rollouts = [], cause, message, commit, breakGlass, plannedAt } = request;
  const plan = await planPins(request, dependencies);
  if (plannedAt && (plan.epoch !== plannedAt.epoch || plan.revision !== plannedAt.revision)) {
    await refuseStale(request, plannedAt, dependencies);
  }
  const isRefused = plan.refusals.length > 0 && breakGlass === undefined;
  if (isRefused || !hasChanges(plan)) return { plan, applied: false };
  await dependencies.registry.apply(environment, {
    pins: wanted,
    prune,
    ...(rollouts.length > 0 && { rollouts }),
    expected: { epoch: plan.epoch, revision: plan.revision },
    cause,
    ...(message !== undefined && { message }),
    ...(commit !== undefined && { commit }),
    ...(breakGlass && { breakGlass }),
  });
  return { plan, applied: true };
}

/** Lets the registry itself refuse the old revision, because it knows who moved the environment since. */
async function refuseStale(
  { environment, wanted, prune, cause }: ApplyRequest,
  expected: EnvironmentRevision,
  { registry }: ApplyDependencies,
) {
  try {
    await registry.apply(environment, { pins: wanted, prune, expected, cause });
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'revision-moved') throw error;
    throw new Failure('plan-stale', `The saved plan for ${environment} is stale: ${error.message}`, {
      cause: error,
      details: error.details,
    });
  }
  throw new Failure('registry-broken', `The registry accepted a plan for revision ${expected.revision} of ${environment}, which is over.`);
}
