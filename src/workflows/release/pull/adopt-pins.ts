import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { PromptVersion } from '../../../prompt/version.ts';
import type { Registry } from '../../../registry/registry.ts';
import type { EnvironmentName, Pins } from '../../../release/environment.ts';
import { pinsOf, withPins } from '../../../release/lockfile/edit-lockfile.ts';
import type { LockedContent, LockedPrompt, Lockfile } from '../../../release/lockfile/lockfile.ts';
import { registryVersions } from '../../versions/registry-versions.ts';
import { type PinDifference, pinDifference, type Served, type ServedPins } from '../served.ts';

/** A pin of the registry that is not the lockfile's. */
export interface PinResult {
  readonly environment: EnvironmentName;
  readonly prompt: PromptId;
  readonly locked?: Digest;
  readonly served?: Digest;
  readonly difference: PinDifference;
  /** `kept`: the lockfile is not behind. `unlockable`: the registry holds no file of the version, so no blob id either. */
  readonly outcome: 'adopted' | 'kept' | 'unlockable';
}

type Difference = Omit<PinResult, 'outcome'>;

export interface AdoptedPins {
  readonly lock: Lockfile;
  readonly results: readonly PinResult[];
}

type Versions = Pick<Registry, 'content' | 'source'>;

/**
 * Brings the registry's pins into a lockfile, where the registry is ahead of it.
 *
 * A pin that the registry never served is a promotion on its way, and stays. So does the first environment, which
 * follows the tree: leave it out of `environments`.
 */
export async function adoptPins(
  lock: Lockfile,
  served: Served,
  environments: readonly EnvironmentName[],
  isAsked: (prompt: PromptId) => boolean,
  registry: Versions,
): Promise<AdoptedPins> {
  const results: PinResult[] = [];
  let adopted = lock;
  for (const environment of environments) {
    const state = served.get(environment);
    const differing = state === undefined ? [] : differingPins(environment, pinsOf(lock, environment), state);
    for (const found of differing.filter(({ prompt }) => isAsked(prompt))) {
      const pin = found.difference === 'registry-ahead' ? await servedPin(found, lock, registry) : 'kept';
      results.push({ ...found, outcome: pin === 'kept' || pin === 'unlockable' ? pin : 'adopted' });
      if (pin !== 'kept' && pin !== 'unlockable')
        adopted = withPin(adopted, environment, found.prompt, pin === 'removed' ? undefined : pin);
    }
  }
  return { lock: adopted, results };
}

async function servedPin(
  { prompt, served }: Difference,
  lock: Lockfile,
  registry: Versions,
): Promise<LockedPrompt | 'removed' | 'unlockable'> {
  return served === undefined ? 'removed' : ((await lockedPrompt(prompt, served, lock, registry)) ?? 'unlockable');
}

function withPin(lock: Lockfile, environment: EnvironmentName, prompt: PromptId, pin: LockedPrompt | undefined): Lockfile {
  const pins = new Map(lock.environments.get(environment) ?? []);
  if (pin === undefined) pins.delete(prompt);
  else pins.set(prompt, pin);
  return withPins(lock, environment, pins, { replace: true });
}

function differingPins(environment: EnvironmentName, wanted: Pins, state: ServedPins): Difference[] {
  return [...new Set([...wanted.keys(), ...state.pins.keys()])].flatMap((prompt) => {
    const [locked, digest] = [wanted.get(prompt), state.pins.get(prompt)];
    const difference = pinDifference(prompt, locked, state);
    return difference === undefined
      ? []
      : [{ environment, prompt, difference, ...(locked !== undefined && { locked }), ...(digest !== undefined && { served: digest }) }];
  });
}

/** The pin as another environment has it, else out of the registry; nothing when the registry holds no file of it. */
async function lockedPrompt(prompt: PromptId, digest: Digest, lock: Lockfile, registry: Versions): Promise<LockedPrompt | undefined> {
  const known = [...lock.environments.values()].map((pins) => pins.get(prompt)).find((pin) => pin?.digest === digest);
  if (known !== undefined) return known;
  const version = await registryVersions(registry).load(prompt, digest);
  if (version === undefined) return undefined;
  const own = await lockedContent(digest, registry);
  const uses = await lockedUses(version, registry);
  return own && uses && { ...own, uses };
}

async function lockedUses(
  { partials, guardrailSets }: PromptVersion,
  registry: Versions,
): Promise<ReadonlyMap<PromptId, LockedContent> | undefined> {
  const uses = new Map<PromptId, LockedContent>();
  for (const [id, { digest }] of [...partials, ...guardrailSets]) {
    const content = await lockedContent(digest, registry);
    if (content === undefined) return undefined;
    uses.set(id, content);
  }
  return uses;
}

async function lockedContent(digest: Digest, registry: Versions): Promise<LockedContent | undefined> {
  const source = await registry.source(digest);
  return source && { digest, blob: source.blob };
}
