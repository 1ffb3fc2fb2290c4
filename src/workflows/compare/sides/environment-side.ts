import type { Digest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import { didYouMean } from '../../../base/text/suggest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { EnvironmentName, Pins } from '../../../release/environment.ts';
import type { BlobId, LockedPrompt, Lockfile } from '../../../release/lockfile/lockfile.ts';
import { blobsOf, lockedVersions } from '../../versions/locked-versions.ts';
import { lockWithPins, type ReferenceDependencies } from '../../versions/resolve-reference.ts';
import { firstOf, requireVersion, type VersionSource } from '../../versions/version-source.ts';
import { type Side, type SideFile, type SideFiles, type SideRevision, sideName } from './side.ts';

/** What an environment is read from. */
export interface EnvironmentDependencies extends Pick<ReferenceDependencies, 'workspace' | 'lock' | 'lockAt' | 'registry' | 'versions'> {
  readonly texts: (blobs: readonly BlobId[]) => Promise<ReadonlyMap<BlobId, string>>;
}

type EnvironmentRevision = Extract<SideRevision, { readonly kind: 'environment' }>;

/**
 * What an environment pins as a side of a comparison: the lockfile's pins, offline; without any, what the registry serves.
 * With a git revision it is what the lockfile there pins.
 *
 * @throws Failure `environment-unknown`; `reference-unknown` for an environment that the lockfile of a revision does not have.
 */
export async function environmentSide(revision: EnvironmentRevision, dependencies: EnvironmentDependencies): Promise<Side> {
  const environment = revision.environment as EnvironmentName;
  const lock = await lockOf(revision, dependencies);
  const locked = lock.environments.get(environment);
  const digests = locked ? new Map([...locked].map(([id, { digest }]) => [id, digest])) : await servedPins(environment, dependencies);
  const versions = async () => firstOf([lockedVersions(lock, dependencies.texts), await dependencies.versions()]);
  return {
    name: sideName(revision),
    digests,
    unreadable: new Map(),
    async load(id) {
      const digest = digests.get(id);
      if (digest === undefined) throw new Failure('reference-unknown', `${sideName(revision)} pins no prompt "${id}".`);
      return { version: await requireVersion({ id, revision }, digest, await versions()) };
    },
    files: async (ids) => pinnedFiles(revision, locked, ids, { texts: dependencies.texts, versions: await versions() }),
  };
}

async function lockOf({ environment, at }: EnvironmentRevision, { lock, lockAt }: EnvironmentDependencies): Promise<Lockfile> {
  return at === undefined ? lock() : lockWithPins(await lockAt(at), environment, at);
}

async function servedPins(environment: EnvironmentName, { workspace, lock, registry }: EnvironmentDependencies): Promise<Pins> {
  const remote = await registry();
  const known = (await remote?.environments()) ?? [];
  const { config } = await workspace();
  const names = [...(await lock()).environments.keys(), ...[...config.environments, ...known].map(({ name }) => name)];
  if (known.some(({ name }) => name === environment)) return (await remote?.state(environment))?.pins ?? new Map<PromptId, Digest>();
  if (names.includes(environment)) return new Map();
  throw new Failure('environment-unknown', `There is no environment "${environment}".${didYouMean(environment, names)}`);
}

/** The texts behind pins, which the lockfile names without their paths. */
async function pinnedFiles(
  revision: EnvironmentRevision,
  locked: ReadonlyMap<PromptId, LockedPrompt> | undefined,
  ids: Iterable<PromptId>,
  { texts, versions }: Pick<EnvironmentDependencies, 'texts'> & { readonly versions: VersionSource },
): Promise<SideFiles> {
  const name = sideName(revision);
  if (!locked) {
    throw new Failure('source-missing', `The lockfile pins nothing in ${name}, and a registry keeps contents, not files.`, {
      hint: 'Compare without `--patch`, or with an environment of promptlane.lock.',
    });
  }
  const pins = [...new Set(ids)].flatMap((id): [PromptId, LockedPrompt][] => {
    const pin = locked.get(id);
    return pin ? [[id, pin]] : [];
  });
  const found = await texts(pins.flatMap(([, pin]) => blobsOf(pin)));
  const files = new Map<PromptId, SideFile>();
  for (const [id, pin] of pins) {
    const { guardrailSets } = await requireVersion({ id, revision }, pin.digest, versions);
    for (const [used, { blob }] of [[id, pin] as const, ...pin.uses]) {
      const text = found.get(blob);
      if (text === undefined)
        throw new Failure('source-missing', `The text of ${used} that ${name} pins (${blob.slice(0, 12)}) is not in git.`);
      const kind = used === id ? 'prompt' : guardrailSets.has(used) ? 'guardrail-set' : 'partial';
      // Prompts of one environment may pin different texts of one partial; a file has one.
      if (!files.has(used)) files.set(used, { kind, text });
    }
  }
  return files;
}
