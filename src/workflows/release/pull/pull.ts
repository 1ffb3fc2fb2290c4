import { join } from 'node:path';
import { hasErrors } from '../../../base/diagnostic.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { Registry } from '../../../registry/registry.ts';
import { withPins } from '../../../release/lockfile/edit-lockfile.ts';
import type { Lockfile } from '../../../release/lockfile/lockfile.ts';
import { replaceFile } from '../../../workspace/files/replace-file.ts';
import type { SourceListing } from '../../../workspace/files/source-file.ts';
import type { Git } from '../../../workspace/git/git.ts';
import type { LockfileStore } from '../../../workspace/lockfile-file/lockfile-file.ts';
import { digestIn } from '../../drafts/digest-in.ts';
import type { DraftResult } from '../../drafts/draft-outcome.ts';
import { type FileChange, withChanges } from '../../drafts/file-change.ts';
import { mergeDrafts } from '../../drafts/merge-drafts.ts';
import { type Tree, treeOf } from '../../versions/tree.ts';
import { type Environments, firstEnvironment } from '../environments.ts';
import { served } from '../served.ts';
import { treePins } from '../tree-pins.ts';
import { adoptPins, type PinResult } from './adopt-pins.ts';
import { askedDrafts, type DraftWishes, decline } from './asked-drafts.ts';

export interface PullRequest extends DraftWishes {
  readonly environments: Environments;
}

export interface PullOutcome {
  readonly mode: PullRequest['mode'];
  readonly drafts: readonly DraftResult[];
  readonly pins: readonly PinResult[];
  /** Files that were changed, or would be. */
  readonly files: readonly string[];
  readonly lockfile: 'written' | 'unchanged' | 'outdated';
}

export interface PullDependencies {
  /** Of the workspace, absolute. */
  readonly root: string;
  readonly sources: SourceListing;
  readonly lockfile: LockfileStore;
  readonly registry: Registry;
  readonly blobIds: Git['blobIds'];
}

/**
 * Brings in what changed in the registry: edits that were made outside Git, and pins that moved there.
 *
 * Each draft is merged with its file: base is the version that was edited, so that no state of an earlier pull is
 * needed. A file with a conflict stays as it is; the others are written, and what they are now is locked. Drafts stay
 * open until a push shows that Git has them.
 * @throws Failure `reference-unknown` for an id that has neither a file nor a draft, `usage-invalid` without a reason
 * to decline, `digest-mismatch` when the registry's answers are not what their digests name.
 */
export async function pull(request: PullRequest, dependencies: PullDependencies): Promise<PullOutcome> {
  const { mode, environments } = request;
  const { sources, lockfile, registry } = dependencies;
  const tree = treeOf(sources);
  const drafts = await askedDrafts(request, tree, registry);
  const declined = await decline(request, drafts.declined, registry);
  const merged = await mergeDrafts(tree, drafts.open, registry, drafts.preferred);

  const lock = await lockfile.read();
  const isAsked = (prompt: PromptId) => request.prompts.length === 0 || request.prompts.includes(prompt);
  const [first, ...later] = environments.map(({ name }) => name);
  const adopted = await adoptPins(
    lock,
    await served(
      registry,
      environments.filter(({ name }) => name !== first),
      lock,
    ),
    later,
    isAsked,
    registry,
  );
  const outcome = { mode, drafts: [...declined, ...merged.results], pins: adopted.results, files: merged.changes.map(({ path }) => path) };
  const adopts = adopted.results.some(({ outcome: became }) => became === 'adopted');
  if (mode !== 'write') return { ...outcome, lockfile: adopts || merged.changes.length > 0 ? 'outdated' : 'unchanged' };
  await writeFiles(merged.changes, dependencies.root);
  const next = await lockedTree(adopted.lock, tree, merged.changes, request, dependencies);
  const isLocked = next !== undefined;
  const written = adopts || merged.changes.length > 0 ? await lockfile.write(next ?? adopted.lock) : 'unchanged';
  return { ...outcome, lockfile: isLocked ? written : 'outdated' };
}

async function writeFiles(changes: readonly FileChange[], root: string): Promise<void> {
  for (const { path, before, after } of changes) await replaceFile(join(root, path), before, after);
}

/** The lockfile with the prompts that the changes made other versions of; nothing when the tree has errors, so cannot be locked. */
async function lockedTree(
  lock: Lockfile,
  before: Tree,
  changes: readonly FileChange[],
  { environments }: PullRequest,
  { sources, blobIds }: PullDependencies,
): Promise<Lockfile | undefined> {
  if (changes.length === 0) return lock;
  const after = treeOf({ ...sources, files: withChanges(sources.files, changes) });
  if (hasErrors(after.diagnostics)) return undefined;
  const written = new Set(changes.map(({ path }) => path));
  const isMoved = (id: PromptId) =>
    written.has(after.library.prompts.get(id)?.source.path ?? '') || digestIn(before, id) !== digestIn(after, id);
  const moved = [...(await treePins(after, blobIds, true))].filter(([id]) => isMoved(id));
  return withPins(lock, firstEnvironment(environments), new Map(moved));
}
