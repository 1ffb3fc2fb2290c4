import { Failure } from '../../../base/failure.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import { pinsOf, withPins } from '../../../release/lockfile/edit-lockfile.ts';
import type { LockedPrompt, Lockfile } from '../../../release/lockfile/lockfile.ts';
import type { LockfileStore } from '../../../workspace/lockfile-file/lockfile-file.ts';
import { type ApplyDependencies, type ApplyOutcome, apply } from './apply.ts';
import { planPins } from './plan-pins.ts';

export interface PromoteRequest {
  readonly to: EnvironmentName;
  readonly from: EnvironmentName;
  readonly prompts: readonly PromptId[] | 'all';
  /** Write the lockfile and leave the registry to `apply`, for releases by pull request. */
  readonly lockOnly: boolean;
  readonly message?: string;
}

export interface PromoteOutcome extends ApplyOutcome {
  readonly from: EnvironmentName;
  /** Where the pins are. */
  readonly file: string;
  readonly lockfile: 'written' | 'unchanged';
}

export interface PromoteDependencies extends ApplyDependencies {
  readonly lockfile: LockfileStore;
}

/**
 * Pins in `to` what `from` pins in the lockfile.
 *
 * A refused gate writes nothing. The lockfile is written before the registry is moved: a crash
 * between shows as a pending promotion, and running it again completes it.
 */
export async function promote(request: PromoteRequest, dependencies: PromoteDependencies): Promise<PromoteOutcome> {
  const { to, from, lockOnly, message } = request;
  const lock = await dependencies.lockfile.read();
  const promoted = promotedPins(lock, request);
  const next = withPins(lock, to, promoted);
  const wanted = new Map([...promoted].map(([prompt, { digest }]) => [prompt, digest]));
  const file = dependencies.lockfile.fileOf(to);
  const plan = await planPins(to, wanted, false, dependencies);
  if (plan.refusals.length > 0) return { plan, from, file, applied: false, lockfile: 'unchanged' };
  const lockfile = await dependencies.lockfile.write(next);
  if (lockOnly) return { plan, from, file, applied: false, lockfile };
  const applied = await apply(
    { environment: to, wanted, prune: false, cause: 'promote', ...(message !== undefined && { message }) },
    dependencies,
  );
  return { ...applied, from, file, lockfile };
}

function promotedPins(lock: Lockfile, { from, prompts }: PromoteRequest): ReadonlyMap<PromptId, LockedPrompt> {
  const source = lock.environments.get(from) ?? new Map<PromptId, LockedPrompt>();
  if (prompts === 'all') return source;
  return new Map(
    prompts.map((prompt) => {
      const pin = source.get(prompt);
      if (pin) return [prompt, pin];
      const known = [...pinsOf(lock, from).keys()];
      throw new Failure('reference-unknown', `${from} pins no prompt "${prompt}".`, {
        hint:
          known.length > 0
            ? `It pins ${known.slice(0, 10).join(', ')}.`
            : 'It pins nothing yet: run `promptlane lock` or promote into it first.',
      });
    }),
  );
}
