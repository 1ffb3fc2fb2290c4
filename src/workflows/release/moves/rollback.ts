import type { Digest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import { parsePromptId, parseRevision } from '../../../prompt/reference.ts';
import type { Rollout } from '../../../protocol/rollout-values.ts';
import type { Registry } from '../../../registry/registry.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import { pinsOf } from '../../../release/lockfile/edit-lockfile.ts';
import type { Lockfile } from '../../../release/lockfile/lockfile.ts';
import { registryDigest } from '../../versions/registry-digest.ts';
import { type Environments, environmentNamed } from '../environments.ts';

export interface AskedRollback {
  readonly prompt: string;
  readonly env: string;
  /** A digest or `v<number>`; without it, the version that was active before. */
  readonly to?: string;
  readonly reason: string;
}

export interface RollbackOutcome {
  readonly environment: EnvironmentName;
  readonly prompt: PromptId;
  /** The version that was left, now quarantined; absent when nothing was pinned. */
  readonly from?: Digest;
  readonly to: Digest;
  /** False: `to` was served already. */
  readonly moved: boolean;
  /** The rollout that it ended: what that tried is quarantined, and the pin stayed. */
  readonly ended?: Rollout;
  /** True while Git is known to ask for the version that was left. */
  readonly lockfilePinsTheVersionLeft: boolean;
}

/** Moves one pin back, at once and without evidence; the registry quarantines the version that was left. */
export async function rollback(
  { prompt: asked, env, to, reason }: AskedRollback,
  environments: Environments,
  { registry, lock }: { readonly registry: Registry; readonly lock: () => Promise<Lockfile> },
): Promise<RollbackOutcome> {
  const environment = environmentNamed(environments, env);
  const prompt = parsePromptId(asked, 'Name the prompt by its id alone, and the version to return to with `--to`.');
  const target = to === undefined ? undefined : await registryDigest(prompt, parseRevision(to), registry);
  const { moves, quarantined, rollouts } = await registry.rollback(environment, {
    prompt,
    reason,
    ...(target !== undefined && { to: target }),
  });
  const move = moves.find((one) => one.prompt === prompt);
  const ended = rollouts?.[0];
  const now = move?.to ?? target ?? (ended?.definition.control as Digest | undefined);
  if (now === undefined) throw new Failure('registry-broken', `The registry rolled ${prompt} back without saying to what.`);
  return {
    environment,
    prompt,
    to: now,
    moved: move !== undefined,
    ...(quarantined !== undefined && { from: quarantined }),
    ...(ended !== undefined && { ended }),
    lockfilePinsTheVersionLeft: quarantined !== undefined && (await pinOf(prompt, environment, lock)) === quarantined,
  };
}

/** The pin has moved by now: a lockfile in conflict must not make it look as if it had not. */
async function pinOf(prompt: PromptId, environment: EnvironmentName, lock: () => Promise<Lockfile>): Promise<Digest | undefined> {
  try {
    return pinsOf(await lock(), environment).get(prompt);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
