import { Failure } from '../../../base/failure.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { Registry } from '../../../registry/registry.ts';
import type { EnvironmentName, Pins } from '../../../release/environment.ts';
import { pinsOf, withPins } from '../../../release/lockfile/edit-lockfile.ts';
import type { LockedPrompt, Lockfile } from '../../../release/lockfile/lockfile.ts';
import { planMoves } from '../../../release/plan.ts';
import type { LockfileStore } from '../../../workspace/lockfile-file/lockfile-file.ts';
import { type ApplyDependencies, type ApplyOutcome, apply } from './apply.ts';
import { type DescribedPlan, describedMoves, planPins } from './plan-pins.ts';

export interface PromoteRequest {
  readonly to: EnvironmentName;
  readonly from: EnvironmentName;
  readonly prompts: readonly PromptId[] | 'all';
  /** Write the lockfile and leave the registry to `apply`, for releases by pull request. */
  readonly lockOnly: boolean;
  readonly message?: string;
  /** Move against policy, for this reason. */
  readonly breakGlass?: { readonly reason: string };
}

export interface PromoteOutcome extends ApplyOutcome {
  readonly from: EnvironmentName;
  /** Where the pins are. */
  readonly file: string;
  readonly lockfile: 'written' | 'unchanged';
  /** False: there was no registry to ask, so that no gate has judged yet. */
  readonly asked: boolean;
}

export interface PromoteDependencies extends Omit<ApplyDependencies, 'registry'> {
  readonly lockfile: LockfileStore;
  /** Absent where none is configured: then only the lockfile can be written. */
  readonly registry?: Pick<Registry, 'plan' | 'apply' | 'kind'> | undefined;
}

/**
 * Pins in `to` what `from` pins in the lockfile.
 *
 * A refused gate writes nothing; with `lockOnly` and no registry none is asked. The lockfile is written before the registry is moved: a crash
 * between shows as a pending promotion, and running it again completes it.
 * @throws Failure `registry-not-configured` when there is none and it is to be moved.
 */
export async function promote(request: PromoteRequest, dependencies: PromoteDependencies): Promise<PromoteOutcome> {
  const { to, from, lockOnly, message, breakGlass } = request;
  const { versions } = dependencies;
  // What is only written down asks for no policy where there is none.
  const registry = lockOnly && dependencies.registry?.kind === 'langwatch' ? undefined : dependencies.registry;
  if (registry === undefined && !lockOnly) throw new Failure('registry-not-configured', 'No registry is configured.');
  const lock = await dependencies.lockfile.read();
  const promoted = promotedPins(lock, request);
  const next = withPins(lock, to, promoted);
  const wanted = new Map([...promoted].map(([prompt, { digest }]) => [prompt, digest]));
  const file = dependencies.lockfile.fileOf(to);
  const plan = registry
    ? await planPins({ environment: to, wanted, prune: false }, { registry, versions })
    : await planOfLockfile(to, pinsOf(lock, to), wanted, versions);
  const about = { from, file, asked: registry !== undefined };
  if (plan.refusals.length > 0 && breakGlass === undefined) return { plan, ...about, applied: false, lockfile: 'unchanged' };
  const said = { ...(message !== undefined && { message }), ...(breakGlass && { breakGlass }) };
  const move = (through: ApplyDependencies['registry']) =>
    apply({ environment: to, wanted, prune: false, cause: 'promote', ...said }, { registry: through, versions });
  // What no reason opens, and who may not break policy, only the registry knows: it goes first, so that a refusal writes nothing.
  const broken = breakGlass && registry && plan.refusals.length > 0 ? await move(registry) : undefined;
  const lockfile = await dependencies.lockfile.write(next);
  if (lockOnly || registry === undefined) return { plan, ...about, applied: false, lockfile };
  return { ...(broken ?? (await move(registry))), ...about, lockfile };
}

/** What changes in the lockfile, where no registry says what is served. */
async function planOfLockfile(
  environment: EnvironmentName,
  pinned: Pins,
  wanted: Pins,
  versions: PromoteDependencies['versions'],
): Promise<DescribedPlan> {
  const moves = await describedMoves(planMoves(pinned, wanted), versions);
  return { environment, epoch: 0, revision: 0, moves, refusals: [], wanted, prune: false };
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
