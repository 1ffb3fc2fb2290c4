import type { Digest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import { didYouMean } from '../../base/suggest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { EnvironmentName, Pins } from '../../release/environment.ts';
import type { BlobId, LockedPrompt } from '../../release/lockfile/lockfile.ts';
import { blobsOf } from '../versions/locked-versions.ts';
import type { ReferenceDependencies } from '../versions/resolve-reference.ts';
import { requireVersion } from '../versions/version-source.ts';
import type { Side, SideFile, SideFiles } from './side.ts';

/** What an environment is read from. */
export interface EnvironmentDependencies extends Pick<ReferenceDependencies, 'workspace' | 'lock' | 'registry' | 'versions'> {
  readonly texts: (blobs: readonly BlobId[]) => Promise<ReadonlyMap<BlobId, string>>;
}

/**
 * What an environment pins as a side of a comparison: the lockfile's pins, offline; without any, what the registry serves.
 *
 * @throws Failure `environment-unknown`
 */
export async function environmentSide(environment: EnvironmentName, dependencies: EnvironmentDependencies): Promise<Side> {
  const { environments } = await dependencies.lock();
  const locked = environments.get(environment);
  const digests = locked ? new Map([...locked].map(([id, { digest }]) => [id, digest])) : await servedPins(environment, dependencies);
  return {
    name: environment,
    digests,
    unreadable: new Map(),
    async load(id) {
      const digest = digests.get(id);
      if (digest === undefined) throw new Failure('reference-unknown', `${environment} pins no prompt "${id}".`);
      return {
        version: await requireVersion({ id, revision: { kind: 'environment', environment } }, digest, await dependencies.versions()),
      };
    },
    files: (ids) => pinnedFiles(environment, locked, ids, dependencies),
  };
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
  environment: EnvironmentName,
  locked: ReadonlyMap<PromptId, LockedPrompt> | undefined,
  ids: Iterable<PromptId>,
  { texts, versions }: EnvironmentDependencies,
): Promise<SideFiles> {
  if (!locked) {
    throw new Failure('source-missing', `The lockfile pins nothing in ${environment}, and a registry keeps contents, not files.`, {
      hint: 'Compare without `--patch`, or with an environment of promptlane.lock.',
    });
  }
  const source = await versions();
  const pins = [...new Set(ids)].flatMap((id): [PromptId, LockedPrompt][] => {
    const pin = locked.get(id);
    return pin ? [[id, pin]] : [];
  });
  const found = await texts(pins.flatMap(([, pin]) => blobsOf(pin)));
  const files = new Map<PromptId, SideFile>();
  for (const [id, pin] of pins) {
    const { guardrailSets } = await requireVersion({ id, revision: { kind: 'environment', environment } }, pin.digest, source);
    for (const [name, { blob }] of [[id, pin] as const, ...pin.uses]) {
      const text = found.get(blob);
      if (text === undefined)
        throw new Failure('source-missing', `The text of ${name} that ${environment} pins (${blob.slice(0, 12)}) is not in git.`);
      const kind = name === id ? 'prompt' : guardrailSets.has(name) ? 'guardrail-set' : 'partial';
      // Prompts of one environment may pin different texts of one partial; a file has one.
      if (!files.has(name)) files.set(name, { kind, text });
    }
  }
  return files;
}
