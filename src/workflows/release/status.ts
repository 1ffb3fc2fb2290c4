import type { Digest } from '../../base/digest.ts';
import { byCodePoint } from '../../base/text/code-point-order.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { DraftSummary } from '../../registry/registry.ts';
import type { EnvironmentName } from '../../release/environment.ts';
import { pinsOf } from '../../release/lockfile/edit-lockfile.ts';
import type { Lockfile } from '../../release/lockfile/lockfile.ts';
import { requireValid, type Tree } from '../versions/tree.ts';
import { type Environments, firstEnvironment } from './environments.ts';
import { type PinDifference, pinDifference, type Served } from './served.ts';

/**
 * How a prompt differs between the tree, the lockfile and the registry.
 *
 * `unlocked`: in the tree, not in the lockfile. `drift`: the tree is not what the lockfile pins.
 * `orphan`: pinned, not in the tree. `draft`: someone edited it in the registry, and no push has shown that Git has
 * the edit. The others are between the lockfile and what an environment serves.
 */
export type Difference = 'unlocked' | 'drift' | 'orphan' | 'draft' | PinDifference;

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
  /** Open edits in the registry, newest first. */
  readonly drafts: readonly DraftSummary[];
  readonly differences: readonly { readonly environment?: EnvironmentName; readonly difference: Difference }[];
}

export interface StatusOutcome {
  /** Only prompts that differ somewhere. */
  readonly rows: readonly StatusRow[];
  readonly prompts: number;
  readonly environments: readonly EnvironmentName[];
  /** False: only tree and lockfile were compared. */
  readonly online: boolean;
}

/** What the registry says; absent offline. */
export interface RemoteState {
  readonly served: Served;
  readonly drafts: readonly DraftSummary[];
}

/** Compares tree, lockfile and registry, prompt by prompt. @throws Failure `prompts-invalid` */
export function status(tree: Tree, lock: Lockfile, environments: Environments, remote: RemoteState | undefined): StatusOutcome {
  const { library, versions } = requireValid(tree);
  const { served, drafts = [] } = remote ?? {};
  const first = firstEnvironment(environments);
  const names = environments.map(({ name }) => name);
  const locked = new Map(names.map((name) => [name, pinsOf(lock, name)]));
  const pinned = [...locked.values(), ...[...(served?.values() ?? [])].map(({ pins }) => pins)].flatMap((pins) => [...pins.keys()]);
  const prompts = [...new Set([...library.prompts.keys(), ...pinned, ...drafts.map(({ id }) => id)])].sort(byCodePoint);
  const rows = prompts.map((prompt): StatusRow => {
    const current = library.prompts.has(prompt) ? versions.of(prompt).digest : undefined;
    const statuses = names.map((name) => environmentStatus(name, locked.get(name)?.get(prompt), served?.get(name)?.pins.get(prompt)));
    const open = drafts.filter(({ id }) => id === prompt);
    const local = treeDifference(current, locked.get(first)?.get(prompt));
    return {
      prompt,
      ...(current !== undefined && { tree: current }),
      environments: statuses,
      drafts: open,
      differences: [
        ...(local ? [{ environment: first, difference: local }] : []),
        ...(open.length > 0 ? [{ difference: 'draft' as const }] : []),
        ...statuses.flatMap((of) => remoteDifference(prompt, of, served)),
      ],
    };
  });
  return {
    rows: rows.filter(({ differences }) => differences.length > 0),
    prompts: prompts.length,
    environments: names,
    online: remote !== undefined,
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

function remoteDifference(
  prompt: PromptId,
  { environment, locked }: EnvironmentStatus,
  served: Served | undefined,
): StatusRow['differences'] {
  const state = served?.get(environment);
  // An environment that the registry does not have serves nothing yet.
  if (state === undefined) return served !== undefined && locked !== undefined ? [{ environment, difference: 'pending' }] : [];
  const difference = pinDifference(prompt, locked, state);
  return difference === undefined ? [] : [{ environment, difference }];
}
