import { type Digest, isDigest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import { didYouMean } from '../../base/suggest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { type PromptReference, revisionText } from '../../prompt/reference.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Lockfile } from '../../release/lockfile/lockfile.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { onlyDigest, registryDigest } from './registry-digest.ts';
import { requireValid, type Tree } from './tree.ts';
import { requireVersion, type VersionSource } from './version-source.ts';

/** What resolving may look at; each is opened only when a reference needs it. */
export interface ReferenceDependencies {
  readonly workspace: () => Promise<Pick<Workspace, 'config'>>;
  readonly tree: () => Promise<Tree>;
  /** What is staged. */
  readonly indexTree: () => Promise<Tree>;
  /** The tree of a git revision. */
  readonly treeAt: (revision: string) => Promise<Tree>;
  readonly lock: () => Promise<Lockfile>;
  /** Nothing when no registry is configured. */
  readonly registry: () => Promise<Registry | undefined>;
  /** Contents by digest, from wherever they are. */
  readonly versions: () => Promise<VersionSource>;
}

/**
 * The version that a reference names.
 *
 * Looks in the tree, then in the lockfile and git, then in the registry: the network is asked only
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
      return promptIn(await dependencies.treeAt(revision.revision), id);
    case 'environment':
      return loaded(reference, await pinnedDigest(id, revision.environment, dependencies), dependencies);
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

/** Candidates out of tree and lockfile; the registry is asked only when nothing nearer has the digits. */
async function digestVersion(reference: PromptReference, prefix: string, dependencies: ReferenceDependencies): Promise<PromptVersion> {
  const { id, revision } = reference;
  const wanted = `sha256:${prefix}`;
  if (isDigest(wanted)) return loaded(reference, wanted, dependencies);
  const tree = await dependencies.tree();
  const inTree = tree.library.prompts.has(id) ? [tree.versions.of(id).digest] : [];
  const { environments } = await dependencies.lock();
  const pinned = [...environments.values()].flatMap((pins) => pins.get(id)?.digest ?? []);
  const near = [...new Set([...inTree, ...pinned])].filter((digest) => digest.startsWith(wanted));
  const registry = near.length > 0 ? undefined : await dependencies.registry();
  return loaded(reference, registry ? await registryDigest(id, revision, registry) : onlyDigest(near, reference), dependencies);
}

/** Version numbers, and which one is the latest, are the registry's to say. */
async function numberedDigest({ id, revision }: PromptReference, { registry }: ReferenceDependencies): Promise<Digest> {
  const found = await registry();
  if (found) return registryDigest(id, revision, found);
  throw new Failure('registry-not-configured', `"${revisionText(revision).slice(1)}" is given by a registry, and none is configured.`);
}
