import type { PromptId } from '../../prompt/prompt.ts';
import type { EnvironmentName, Pins } from '../environment.ts';
import type { LockedPrompt, Lockfile } from './lockfile.ts';

/**
 * The lockfile with these pins set in one environment.
 *
 * Other pins of the environment stay, unless `replace` makes `pins` all that it holds.
 */
export function withPins(
  lock: Lockfile,
  environment: EnvironmentName,
  pins: ReadonlyMap<PromptId, LockedPrompt>,
  { replace = false } = {},
): Lockfile {
  const kept = replace ? [] : (lock.environments.get(environment) ?? []);
  return { environments: new Map(lock.environments).set(environment, new Map([...kept, ...pins])) };
}

/** What an environment is meant to serve; empty when the lockfile does not name it. */
export function pinsOf(lock: Lockfile, environment: EnvironmentName): Pins {
  return new Map([...(lock.environments.get(environment) ?? [])].map(([prompt, { digest }]) => [prompt, digest]));
}
