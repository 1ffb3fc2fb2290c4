import type { Digest } from '../../base/digest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { Registry } from '../../registry/registry.ts';
import type { EnvironmentName, Pins } from '../../release/environment.ts';
import { pinsOf } from '../../release/lockfile/edit-lockfile.ts';
import type { Lockfile } from '../../release/lockfile/lockfile.ts';
import { type EnvironmentPast, environmentPast } from './environment-past.ts';
import type { Environments } from './environments.ts';

/**
 * How what an environment serves differs from what the lockfile pins there.
 *
 * `pending`: the lockfile's pin was never served; it waits for `apply`. `registry-ahead`: it was, and the registry has
 * moved on, by a rollback for example. `remote-diverged`: the registry serves a prompt that the lockfile does not pin.
 */
export type PinDifference = 'pending' | 'registry-ahead' | 'remote-diverged';

/** What an environment serves, and what it served before. */
export interface ServedPins extends EnvironmentPast {
  readonly pins: Pins;
}

/** By environment; those that the registry does not have are absent. */
export type Served = ReadonlyMap<EnvironmentName, ServedPins>;

/** What the registry serves in those of these environments that it has. Its past is read only where the lockfile wants otherwise. */
export async function served(
  registry: Pick<Registry, 'environments' | 'state' | 'history'>,
  environments: Environments,
  lock: Lockfile,
): Promise<Served> {
  const known = new Set((await registry.environments()).map(({ name }) => name));
  const names = environments.map(({ name }) => name).filter((name) => known.has(name));
  return new Map(await Promise.all(names.map(async (name) => [name, await servedIn(registry, name, pinsOf(lock, name))] as const)));
}

async function servedIn(registry: Pick<Registry, 'state' | 'history'>, name: EnvironmentName, wanted: Pins): Promise<ServedPins> {
  const { pins } = await registry.state(name);
  const moved = [...wanted].filter(([prompt, digest]) => pins.get(prompt) !== digest).map(([prompt]) => prompt);
  return { pins, ...(await environmentPast(registry, name, moved)) };
}

/** Which of the differences there is, if any. */
export function pinDifference(prompt: PromptId, locked: Digest | undefined, { pins, wasActive }: ServedPins): PinDifference | undefined {
  if (locked === pins.get(prompt)) return undefined;
  if (locked === undefined) return 'remote-diverged';
  return wasActive(prompt, locked) ? 'registry-ahead' : 'pending';
}
