import { byCodePoint } from '../../base/code-point-order.ts';
import type { Digest } from '../../base/digest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { EnvironmentName, Pins } from '../../release/environment.ts';
import { pinsOf } from '../../release/lockfile/edit-lockfile.ts';
import type { Lockfile } from '../../release/lockfile/lockfile.ts';
import { requireValid, type Tree } from '../versions/tree.ts';
import { type Environments, firstEnvironment } from './environments.ts';

/**
 * How a prompt differs between the tree, the lockfile and the registry.
 *
 * `unlocked`: in the tree, not in the lockfile. `drift`: the tree is not what the lockfile pins.
 * `orphan`: pinned, not in the tree. `pending`: pinned by the lockfile, not served yet.
 * `remote-diverged`: the registry serves another version than the lockfile pins.
 */
export type Difference = 'unlocked' | 'drift' | 'orphan' | 'pending' | 'remote-diverged';

/** One prompt in one environment. */
export interface EnvironmentStatus {
  readonly environment: EnvironmentName;
  readonly locked?: Digest;
  /** Absent when the registry was not asked. */
  readonly served?: Digest;
}

export interface StatusRow {
  readonly prompt: PromptId;
  readonly tree?: Digest;
  readonly environments: readonly EnvironmentStatus[];
  readonly differences: readonly { readonly environment: EnvironmentName; readonly difference: Difference }[];
}

export interface StatusOutcome {
  /** Only prompts that differ somewhere. */
  readonly rows: readonly StatusRow[];
  readonly prompts: number;
  readonly environments: readonly EnvironmentName[];
  /** False: only tree and lockfile were compared. */
  readonly online: boolean;
}

/** What each environment serves, as the registry says; absent offline. */
export type Served = ReadonlyMap<EnvironmentName, Pins>;

/** Compares tree, lockfile and registry, prompt by prompt. @throws Failure `prompts-invalid` */
export function status(tree: Tree, lock: Lockfile, environments: Environments, served: Served | undefined): StatusOutcome {
  const { library, versions } = requireValid(tree);
  const first = firstEnvironment(environments);
  const names = environments.map(({ name }) => name);
  const locked = new Map(names.map((name) => [name, pinsOf(lock, name)]));
  const pinned = [...locked.values(), ...(served?.values() ?? [])].flatMap((pins) => [...pins.keys()]);
  const prompts = [...new Set([...library.prompts.keys(), ...pinned])].sort(byCodePoint);
  const rows = prompts.map((prompt): StatusRow => {
    const current = library.prompts.has(prompt) ? versions.of(prompt).digest : undefined;
    const statuses = names.map((name) => environmentStatus(name, locked.get(name)?.get(prompt), served?.get(name)?.get(prompt)));
    const remote = served ? statuses.flatMap(remoteDifference) : [];
    const local = treeDifference(current, locked.get(first)?.get(prompt));
    return {
      prompt,
      ...(current !== undefined && { tree: current }),
      environments: statuses,
      differences: [...(local ? [{ environment: first, difference: local }] : []), ...remote],
    };
  });
  return {
    rows: rows.filter(({ differences }) => differences.length > 0),
    prompts: prompts.length,
    environments: names,
    online: served !== undefined,
  };
}

function environmentStatus(environment: EnvironmentName, locked: Digest | undefined, served: Digest | undefined): EnvironmentStatus {
  return { environment, ...(locked !== undefined && { locked }), ...(served !== undefined && { served }) };
}

function treeDifference(tree: Digest | undefined, locked: Digest | undefined): Difference | undefined {
  if (tree === locked) return undefined;
  if (locked === undefined) return 'unlocked';
  return tree === undefined ? 'orphan' : 'drift';
}

function remoteDifference({ environment, locked, served }: EnvironmentStatus): StatusRow['differences'] {
  if (locked === served) return [];
  return [{ environment, difference: served === undefined ? 'pending' : 'remote-diverged' }];
}
