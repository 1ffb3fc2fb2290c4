import { Failure } from '../../base/failure.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { Registry, UploadBatch } from '../../registry/registry.ts';
import type { EnvironmentName } from '../../release/environment.ts';
import { pinsOf } from '../../release/lockfile/edit-lockfile.ts';
import type { BlobId, Lockfile } from '../../release/lockfile/lockfile.ts';
import type { Git } from '../../workspace/git/git.ts';
import { requireValid, type Tree } from '../versions/tree.ts';
import type { VersionSource } from '../versions/version-source.ts';
import { libraryUploads, type UploadDraft, uploadWith } from '../versions/version-uploads.ts';
import { type ApplyOutcome, apply } from './moves/apply.ts';

export interface PushRequest {
  /** The first environment, which moves to what was pushed. */
  readonly environment: EnvironmentName;
  /** False: upload only. */
  readonly applies: boolean;
  /** Commit, branch, author and message of what is pushed. */
  readonly provenance: Omit<UploadBatch, 'versions'>;
}

export interface PushOutcome {
  readonly uploaded: readonly { readonly id: PromptId; readonly number: number }[];
  /** Contents that the registry had already. */
  readonly unchanged: number;
  /** Absent when nothing was to be applied. */
  readonly applied?: ApplyOutcome;
}

export interface PushDependencies {
  readonly tree: Tree;
  readonly lock: Lockfile;
  readonly registry: Registry;
  readonly versions: VersionSource;
  readonly blobIds: Git['blobIds'];
}

/**
 * Uploads the versions that the registry lacks, then moves the first environment to what the lockfile pins there.
 *
 * Pushing the same content twice changes nothing. No pin of a later environment moves.
 * @throws Failure `lockfile-outdated` when the tree is not what the lockfile pins: what is pushed is what was locked.
 */
export async function push(request: PushRequest, dependencies: PushDependencies): Promise<PushOutcome> {
  const { environment, applies, provenance } = request;
  const { tree, lock, registry, versions, blobIds } = dependencies;
  const drafts = libraryUploads(requireValid(tree).library, tree.versions);
  if (applies) requireLocked(tree, lock, environment);
  const lacking = await missing(drafts, registry);
  const blobs = await blobIds(lacking.map(({ file }) => file));
  const batch = lacking.map((draft, index) => uploadWith(draft, blobs[index] as BlobId));
  const stored = batch.length > 0 ? await registry.upload({ ...provenance, versions: batch }) : [];
  const outcome = {
    uploaded: stored.filter(({ created }) => created).map(({ id, number }) => ({ id, number })),
    unchanged: drafts.length - stored.filter(({ created }) => created).length,
  };
  if (!applies) return outcome;
  const applied = await apply({ environment, wanted: pinsOf(lock, environment), prune: false, cause: 'apply' }, { registry, versions });
  return { ...outcome, applied };
}

async function missing(drafts: readonly UploadDraft[], registry: Pick<Registry, 'missing'>): Promise<UploadDraft[]> {
  if (drafts.length === 0) return [];
  const lacking = await registry.missing(drafts.map(({ id, digest }) => ({ id, digest })));
  const keys = new Set(lacking.map(({ id, digest }) => `${id}@${digest}`));
  return drafts.filter(({ id, digest }) => keys.has(`${id}@${digest}`));
}

function requireLocked({ library, versions }: Tree, lock: Lockfile, environment: EnvironmentName): void {
  const pins = pinsOf(lock, environment);
  const unlocked = [...library.prompts.keys()].filter((id) => pins.get(id) !== versions.of(id).digest);
  const orphans = [...pins.keys()].filter((id) => !library.prompts.has(id));
  const [first] = [...unlocked, ...orphans];
  if (first === undefined) return;
  const more = unlocked.length + orphans.length - 1;
  throw new Failure(
    'lockfile-outdated',
    `${first}${more > 0 ? ` and ${more} more are` : ' is'} not what promptlane.lock pins in ${environment}.`,
  );
}
