import { type Digest, isDigest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { type PromptReference, revisionText } from '../../prompt/reference.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import type { Registry } from '../../registry/registry.ts';
import type { EnvironmentName } from '../../release/environment.ts';
import type { Lockfile } from '../../release/lockfile/lockfile.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import type { ReadTexts } from './batched-texts.ts';
import { lockedVersions } from './locked-versions.ts';
import type { PastVersion } from './past-version.ts';
import { onlyDigest, registryDigest } from './registry-digest.ts';
import { requireValid, type Tree } from './tree.ts';
import { unreadablePrompts } from './unreadable-prompts.ts';
import { firstOf, requireVersion, type VersionSource } from './version-source.ts';

/** What resolving may look at; each is opened only when a reference needs it. */
export interface ReferenceDependencies {
  readonly workspace: () => Promise<Pick<Workspace, 'config'>>;
  readonly tree: () => Promise<Tree>;
  /** What is staged. */
  readonly indexTree: () => Promise<Tree>;
  /** The tree of a git revision, or of it what bears on one prompt. */
  readonly treeAt: (revision: string, only?: PromptId) => Promise<Tree>;
  readonly lock: () => Promise<Lockfile>;
  /** The lockfile of a git revision. */
  readonly lockAt: (revision: string) => Promise<Lockfile>;
  /** Every version that the history in git holds of a prompt. */
  readonly pastVersions: (id: PromptId) => Promise<readonly PastVersion[]>;
  /** Nothing when no registry is configured. */
  readonly registry: () => Promise<Registry | undefined>;
  /** Texts by blob id, out of git; what git lacks is absent. */
  readonly texts: ReadTexts;
  /** Contents by digest, from wherever they are. */
  readonly versions: () => Promise<VersionSource>;
}

/**
 * The version that a reference names.
 *
 * Looks in the tree, then in the lockfile, then in the history, then in the registry: each is asked only
 * for what is nowhere nearer.
 * @throws Failure `reference-unknown`, `reference-ambiguous` with the candidates, `source-missing` when the
 * digest is known and its content is nowhere.
 */
export async function resolveReference(reference: PromptReference, dependencies: ReferenceDependencies): Promise<PromptVersion> {
  const { id, revision } = reference;
  switch (revision.kind) {
    case 'tree':
      return promptIn(await dependencies.tree(), id);
    case 'index':
      return promptIn(await dependencies.indexTree(), id);
    case 'git':
      return promptAt(reference, await dependencies.treeAt(revision.revision, id));
    case 'environment':
      return revision.at === undefined
        ? loaded(reference, await pinnedDigest(id, revision.environment, dependencies), dependencies)
        : formerlyPinned(reference, revision.environment, revision.at, dependencies);
    case 'digest':
      return digestVersion(reference, revision.prefix, dependencies);
    default:
      return loaded(reference, await numberedDigest(reference, dependencies), dependencies);
  }
}

function promptIn(tree: Tree, id: PromptId): PromptVersion {
  const { library, versions } = requireValid(tree);
  if (library.prompts.has(id)) return versions.of(id);
  throw new Failure('reference-unknown', `There is no prompt "${id}".${didYouMean(id, library.prompts.keys())}`);
}

/** What is wrong with other prompts of a commit can no longer be mended, and says nothing about this one. */
function promptAt({ id, revision }: PromptReference, tree: Tree): PromptVersion {
  const problem = unreadablePrompts(tree).get(id);
  if (problem !== undefined)
    throw new Failure('prompts-invalid', `In ${revisionText(revision).slice(1)}: ${problem}`, {
      hint: `Name a commit at which it is valid; \`promptlane log ${id}\` lists them.`,
    });
  if (tree.library.prompts.has(id)) return tree.versions.of(id);
  const ids = tree.files.filter(({ kind }) => kind === 'prompt').map((file) => file.id);
  throw new Failure('reference-unknown', `There is no prompt "${id}" in ${revisionText(revision).slice(1)}.${didYouMean(id, ids)}`, {
    hint: `See where it was with \`promptlane log ${id}\`.`,
  });
}

async function formerlyPinned(
  reference: PromptReference,
  environment: string,
  at: string,
  { lockAt, texts, versions }: ReferenceDependencies,
): Promise<PromptVersion> {
  const lock = lockWithPins(await lockAt(at), environment, at);
  const pin = lock.environments.get(environment as EnvironmentName)?.get(reference.id);
  if (!pin) throw new Failure('reference-unknown', `${environment} pinned no prompt "${reference.id}" in git:${at}.`);
  return requireVersion(reference, pin.digest, firstOf([lockedVersions(lock, texts), await versions()]));
}

/** @throws Failure `reference-unknown` when the lockfile of a revision pins nothing in an environment. */
export function lockWithPins(lock: Lockfile, environment: string, at: string): Lockfile {
  const names = [...lock.environments.keys()];
  if (names.some((name) => name === environment)) return lock;
  throw new Failure('reference-unknown', `The lockfile of git:${at} pins nothing in ${environment}.`, {
    hint: names.length === 0 ? 'There was no lockfile then, or it was empty.' : `It has ${names.join(', ')}.`,
  });
}

async function loaded(reference: PromptReference, digest: Digest, { versions }: ReferenceDependencies): Promise<PromptVersion> {
  return requireVersion(reference, digest, await versions());
}

/** The lockfile's pin, offline; without one, what the registry serves. */
async function pinnedDigest(id: PromptId, environment: string, { lock, registry, workspace }: ReferenceDependencies): Promise<Digest> {
  const { environments } = await lock();
  const pins = [...environments].find(([name]) => name === environment)?.[1];
  const locked = pins?.get(id)?.digest;
  if (locked !== undefined) return locked;
  const remote = await registry();
  const known = await remote?.environments();
  const found = known?.find(({ name }) => name === environment);
  const served = found && (await remote?.state(found.name))?.pins.get(id);
  if (served !== undefined) return served;
  const { config } = await workspace();
  const names: string[] = [...environments.keys(), ...[...config.environments, ...(known ?? [])].map(({ name }) => name)];
  if (!names.includes(environment)) {
    throw new Failure('environment-unknown', `There is no environment "${environment}".${didYouMean(environment, names)}`);
  }
  throw new Failure('reference-unknown', `${environment} pins no prompt "${id}".`, {
    hint: 'Pin it with `promptlane lock` or `promptlane promote`.',
  });
}

/** Candidates out of tree and lockfile, then out of the history; the registry is asked only when nothing nearer has the digits. */
async function digestVersion(reference: PromptReference, prefix: string, dependencies: ReferenceDependencies): Promise<PromptVersion> {
  const { id, revision } = reference;
  const wanted = `sha256:${prefix}`;
  const tree = await dependencies.tree();
  const inTree = tree.library.prompts.has(id) ? [tree.versions.of(id).digest] : [];
  const { environments } = await dependencies.lock();
  const pinned = [...environments.values()].flatMap((pins) => pins.get(id)?.digest ?? []);
  const near = [...new Set([...inTree, ...pinned])].filter((digest) => digest.startsWith(wanted));
  if (near.length > 0) return loaded(reference, onlyDigest(near, reference), dependencies);
  const past = (await dependencies.pastVersions(id)).map(({ version }) => version).filter(({ digest }) => digest.startsWith(wanted));
  if (past.length > 0) {
    const digest = onlyDigest([...new Set(past.map((version) => version.digest))], reference);
    return requireVersion(reference, digest, { load: async () => past.find((version) => version.digest === digest) });
  }
  if (isDigest(wanted)) return loaded(reference, wanted, dependencies);
  const registry = await dependencies.registry();
  return loaded(reference, registry ? await registryDigest(id, revision, registry) : onlyDigest([], reference), dependencies);
}

/** Version numbers, and which one is the latest, are the registry's to say. */
async function numberedDigest({ id, revision }: PromptReference, { registry }: ReferenceDependencies): Promise<Digest> {
  const found = await registry();
  if (found) return registryDigest(id, revision, found);
  throw new Failure('registry-not-configured', `"${revisionText(revision).slice(1)}" is given by a registry, and none is configured.`);
}
