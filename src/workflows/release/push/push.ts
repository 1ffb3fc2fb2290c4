import { Failure } from '../../../base/failure.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { DraftSummary, Registry, UploadBatch, UploadedVersion, VersionUpload } from '../../../registry/registry.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import { pinsOf } from '../../../release/lockfile/edit-lockfile.ts';
import type { BlobId, Lockfile } from '../../../release/lockfile/lockfile.ts';
import type { Git } from '../../../workspace/git/git.ts';
import { closeDrafts } from '../../drafts/close-drafts.ts';
import { requireValid, type Tree } from '../../versions/tree.ts';
import type { VersionSource } from '../../versions/version-source.ts';
import { libraryUploads, type UploadDraft, uploadWith } from '../../versions/version-uploads.ts';
import { type ApplyOutcome, apply } from '../moves/apply.ts';
import { committed, type IsCommitted } from './committed.ts';
import { type HeldPin, heldPins, movingPins } from './held-pins.ts';
import { overwrittenEdits } from './overwritten-edits.ts';
import { judgeDrafts, type SettledDrafts } from './settle-drafts.ts';

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
  /** Pins that were left alone. */
  readonly held: readonly HeldPin[];
  readonly drafts: SettledDrafts;
  /** Whether an upload takes the place of the newest version: then nothing overrules what is held. */
  readonly uploadsReplace: boolean;
}

export interface PushDependencies {
  readonly tree: Tree;
  readonly lock: Lockfile;
  readonly registry: Registry;
  readonly versions: VersionSource;
  readonly blobIds: Git['blobIds'];
  /** Absent outside a repository. */
  readonly git: Pick<Git, 'listTree' | 'blobIds' | 'reachesCommit' | 'everHeld' | 'beyondHistory'> | undefined;
  /** Where the pins of the first environment are. */
  readonly lockfile: string;
}

/**
 * Uploads the versions that the registry lacks, then moves the first environment to what the lockfile pins there.
 *
 * Pushing the same content twice changes nothing. No pin of a later environment moves, and none of the first goes back
 * over a release that this checkout does not know. Drafts that are in the tree and its commit are closed.
 * @throws Failure `lockfile-outdated` when the tree is not what the lockfile pins: what is pushed is what was locked.
 */
export async function push(request: PushRequest, dependencies: PushDependencies): Promise<PushOutcome> {
  const { environment, applies, provenance } = request;
  const { tree, lock, registry, versions } = dependencies;
  const uploads = libraryUploads(requireValid(tree).library, tree.versions);
  if (applies) requireLocked(tree, lock, environment);
  const wanted = applies
    ? pinsOf(lock, environment)
    : new Map([...tree.library.prompts.keys()].map((id) => [id, tree.versions.of(id).digest]));
  const [lacking, drafts, moving] = await Promise.all([
    missing(uploads, registry),
    registry.drafts(),
    movingPins(environment, wanted, registry),
  ]);
  const isCommitted = await committedParts(dependencies, provenance.commit, lacking.length + drafts.length + moving.length > 0);
  // There an upload takes the place of the newest version, edits made there included; ours keep edits apart.
  const uploadsReplace = registry.kind === 'langwatch';
  const moved = await heldPins(environment, applies || uploadsReplace || drafts.length > 0 ? moving : [], dependencies);
  const judged = await judgeDrafts(tree, drafts, registry, { isCommitted, isBehind: behind(tree, moved) });
  const { held, left } = uploadsReplace ? leftAlone(tree, moved, judged.open) : { held: moved, left: promptsOf(moved) };
  const uploadable = uploadsReplace ? lacking.filter(({ id }) => !left.has(id)) : lacking;
  const stored = await upload(uploadable, isCommitted, request, dependencies);
  await closeDrafts(judged.closed, { outcome: 'merged', ...(provenance.commit !== undefined && { commit: provenance.commit }) }, registry);
  const outcome = {
    uploaded: stored.filter(({ created }) => created).map(({ id, number }) => ({ id, number })),
    unchanged: uploads.length - stored.filter(({ created }) => created).length,
    drafts: judged,
    uploadsReplace,
  };
  if (!applies) return { ...outcome, held: uploadsReplace ? held : [] };
  const pins = new Map([...wanted].filter(([prompt]) => !left.has(prompt)));
  const isWhole = [...lacking, ...moving.map(({ prompt: id }) => ({ id }))].every(({ id }) => isCommitted(id));
  const commit = isWhole && provenance.commit !== undefined ? { commit: provenance.commit } : {};
  const applied = await apply({ environment, wanted: pins, prune: false, cause: 'apply', ...commit }, { registry, versions });
  return { ...outcome, held, applied };
}

/** Where uploads replace what is there, an edit that this tree lacks keeps the prompt as it is, whatever else moved it. */
function leftAlone(tree: Tree, moved: readonly HeldPin[], open: readonly DraftSummary[]): { held: HeldPin[]; left: ReadonlySet<PromptId> } {
  const edited = new Set(open.map(({ id }) => id));
  const held = [...overwrittenEdits(open, tree), ...moved.filter(({ prompt }) => !edited.has(prompt))];
  return { held, left: new Set([...edited, ...promptsOf(held)]) };
}

function promptsOf(held: readonly HeldPin[]): ReadonlySet<PromptId> {
  return new Set(held.map(({ prompt }) => prompt));
}

/** Tells of a prompt, or of what prompts use, whether this checkout lacks a move of it: what it says there may be what others have left. */
function behind({ versions }: Tree, held: readonly HeldPin[]): (id: PromptId) => boolean {
  const left = new Set(
    held.flatMap(({ prompt }) => {
      const { partials, guardrailSets } = versions.of(prompt);
      return [prompt, ...partials.keys(), ...guardrailSets.keys()];
    }),
  );
  return (id) => left.has(id);
}

/** Git is asked only when there is something to tell of. */
async function committedParts({ tree, git }: PushDependencies, commit: string | undefined, isAsked: boolean): Promise<IsCommitted> {
  return isAsked ? committed(tree, commit, git) : () => true;
}

/** What a commit does not hold is not said to come from it. What it holds goes first: it names nothing else. */
async function upload(
  lacking: readonly UploadDraft[],
  isCommitted: IsCommitted,
  { provenance }: PushRequest,
  { registry, blobIds }: PushDependencies,
): Promise<UploadedVersion[]> {
  const blobs = await blobIds(lacking.map(({ file }) => file));
  const versions = lacking.map((draft, index) => uploadWith(draft, blobs[index] as BlobId));
  const { commit: _commit, ...unsaid } = provenance;
  const send = async (some: VersionUpload[], from: typeof provenance) =>
    some.length > 0 ? registry.upload({ ...from, versions: some }) : [];
  const inGit = await send(
    versions.filter(({ id }) => isCommitted(id)),
    provenance,
  );
  return [
    ...inGit,
    ...(await send(
      versions.filter(({ id }) => !isCommitted(id)),
      unsaid,
    )),
  ];
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
    `${first}${more > 0 ? ` and ${more} more are` : ' is'} not what the lockfile pins in ${environment}.`,
  );
}
