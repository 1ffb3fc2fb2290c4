import { type Digest, isDigest, shortDigest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import { didYouMean } from '../../base/suggest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { type PromptReference, revisionText } from '../../prompt/reference.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Lockfile } from '../../release/lockfile/lockfile.ts';
import type { Tree } from './tree.ts';
import { requireValid } from './tree.ts';
import type { VersionSource } from './version-source.ts';

/** What resolving may look at; each is opened only when a reference needs it. */
export interface ReferenceDependencies {
  readonly tree: () => Promise<Tree>;
  /** The tree of the index or of a git revision. */
  readonly treeAt: (revision: string | 'index') => Promise<Tree>;
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
      return promptIn(await dependencies.treeAt('index'), id);
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
  const version = await (await versions()).load(reference.id, digest);
  if (version) return version;
  throw new Failure(
    'source-missing',
    `${reference.id}${revisionText(reference.revision)} is ${shortDigest(digest)}, whose content is not at hand.`,
  );
}

/** The lockfile's pin, offline; without one, what the registry serves. */
async function pinnedDigest(id: PromptId, environment: string, { lock, registry }: ReferenceDependencies): Promise<Digest> {
  const { environments } = await lock();
  const pins = [...environments].find(([name]) => name === environment)?.[1];
  const locked = pins?.get(id)?.digest;
  if (locked !== undefined) return locked;
  const remote = await registry();
  const known = await remote?.environments();
  const found = known?.find(({ name }) => name === environment);
  const served = found && (await remote?.state(found.name))?.pins.get(id);
  if (served !== undefined) return served;
  if (pins === undefined && found === undefined) {
    const names = [...environments.keys(), ...(known?.map(({ name }) => name) ?? [])];
    throw new Failure('environment-unknown', `There is no environment "${environment}".${didYouMean(environment, names)}`);
  }
  throw new Failure('reference-unknown', `${environment} pins no prompt "${id}".`, {
    hint: 'Pin it with `promptlane lock` or `promptlane promote`.',
  });
}

/** Candidates out of tree, lockfile and registry; the registry is asked only when nothing nearer has the digits. */
async function digestVersion(reference: PromptReference, prefix: string, dependencies: ReferenceDependencies): Promise<PromptVersion> {
  const { id } = reference;
  const wanted = `sha256:${prefix}`;
  if (isDigest(wanted)) return loaded(reference, wanted, dependencies);
  const tree = await dependencies.tree();
  const inTree = tree.library.prompts.has(id) ? [tree.versions.of(id).digest] : [];
  const { environments } = await dependencies.lock();
  const pinned = [...environments.values()].flatMap((pins) => pins.get(id)?.digest ?? []);
  const near = [...new Set([...inTree, ...pinned])].filter((digest) => digest.startsWith(wanted));
  const candidates = near.length > 0 ? near : await registryDigests(id, { prefix }, dependencies);
  return loaded(reference, only(candidates, reference), dependencies);
}

async function numberedDigest(reference: PromptReference, dependencies: ReferenceDependencies): Promise<Digest> {
  const { id, revision } = reference;
  if (revision.kind === 'number') return only(await registryDigests(id, { number: revision.number }, dependencies), reference);
  const registry = await requireRegistry(dependencies, 'The latest version is the one that a registry numbered last');
  const [latest] = await registry.versions(id);
  return only(latest ? [latest.digest] : [], reference);
}

async function registryDigests(
  id: PromptId,
  by: { readonly number: number } | { readonly prefix: string },
  dependencies: ReferenceDependencies,
): Promise<Digest[]> {
  const isNumber = 'number' in by;
  const registry = isNumber
    ? await requireRegistry(dependencies, 'Version numbers are given by a registry')
    : await dependencies.registry();
  const found = (await registry?.resolve(id, by)) ?? [];
  return found.map(({ digest }) => digest);
}

async function requireRegistry({ registry }: ReferenceDependencies, why: string): Promise<Registry> {
  const found = await registry();
  if (!found) throw new Failure('registry-not-configured', `${why}, and none is configured.`);
  return found;
}

function only(candidates: readonly Digest[], { id, revision }: PromptReference): Digest {
  const [first, ...others] = candidates;
  if (first === undefined) throw new Failure('reference-unknown', `There is no version ${id}${revisionText(revision)}.`);
  if (others.length > 0) {
    throw new Failure('reference-ambiguous', `${id}${revisionText(revision)} could be ${candidates.map(shortDigest).join(', ')}.`);
  }
  return first;
}
