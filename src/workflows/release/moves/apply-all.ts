import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Digest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import { pinsOf } from '../../../release/lockfile/edit-lockfile.ts';
import type { Lockfile } from '../../../release/lockfile/lockfile.ts';
import type { RolloutDefinition } from '../../../release/rollout/rollout-definition.ts';
import { type Environments, environmentNamed } from '../environments.ts';
import { type ApplyDependencies, type ApplyOutcome, type ApplyRequest, apply } from './apply.ts';
import { readSavedPlan } from './saved-plan.ts';

export interface ApplyTarget {
  /** An environment, a plan file, or nothing for all environments. */
  readonly target: string | undefined;
  readonly prune: boolean;
  readonly message?: string;
  readonly breakGlass?: { readonly reason: string };
  /** What a plan file is relative to, absolute. */
  readonly directory: string;
  /** What the files want to be under way in an environment. */
  readonly rollouts?: (environment: EnvironmentName) => readonly RolloutDefinition[];
}

/** What is to be applied, in release order. @throws Failure `environment-unknown`, `file-unreadable`, `usage-invalid` */
export async function applyTargets(
  { target, prune, message, breakGlass, directory, rollouts }: ApplyTarget,
  environments: Environments,
  lock: () => Promise<Lockfile>,
): Promise<ApplyRequest[]> {
  const said = { ...(message !== undefined && { message }), ...(breakGlass && { breakGlass }) };
  if (target !== undefined && isPlanFile(target, directory, environments)) {
    if (prune) {
      throw new Failure('usage-invalid', '`--prune` and a saved plan exclude each other.', {
        hint: 'A plan says by itself what it removes: make it with `promptlane plan --prune --out FILE`.',
      });
    }
    const { plans } = await readSavedPlan(resolve(directory, target), target);
    return plans.map(({ environment, epoch, revision, prune: planned, pins, rollouts: split = [] }) => {
      const wanted = new Map(Object.entries(pins) as [PromptId, Digest][]);
      return { environment, wanted, prune: planned, rollouts: split, cause: 'apply', plannedAt: { epoch, revision }, ...said };
    });
  }
  const names = target === undefined ? environments.map(({ name }) => name) : [environmentNamed(environments, target)];
  const locked = await lock();
  return names.map((environment) => ({
    environment,
    wanted: pinsOf(locked, environment),
    prune,
    ...(rollouts && { rollouts: rollouts(environment) }),
    cause: 'apply',
    ...said,
  }));
}

/** Environments go first: a folder of the same name must not be in their way. */
function isPlanFile(target: string, directory: string, environments: Environments): boolean {
  if (environments.some(({ name }) => name === target)) return false;
  return target.endsWith('.json') || existsSync(resolve(directory, target));
}

/** Applies one environment after the other; a refusal stops the ones after it, which were to build on it. */
export async function applyAll(requests: readonly ApplyRequest[], dependencies: ApplyDependencies): Promise<ApplyOutcome[]> {
  const outcomes: ApplyOutcome[] = [];
  for (const request of requests) {
    const outcome = await apply(request, dependencies);
    outcomes.push(outcome);
    if (outcome.plan.refusals.length > 0 && !outcome.applied) break;
  }
  return outcomes;
}
