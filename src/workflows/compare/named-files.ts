import { resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { parseReference } from '../../prompt/reference.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import { isPromptFile } from '../authoring/file-version.ts';
import { namedSource } from '../authoring/named-source.ts';
import { openEarlierSide, type SideDependencies } from './sides/open-side.ts';
import type { Side, SideFile, SideFiles } from './sides/side.ts';

/** A prompt as the user named it: a reference, or a file relative to a folder. */
export interface NamedPrompt {
  readonly argument: string;
  readonly directory: string;
  readonly version: PromptVersion;
}

/**
 * The files behind one version: those of the place that the reference names, else those of a pin or the tree that are this version.
 *
 * @throws Failure `source-missing` when only a registry has it, which keeps contents and no files.
 */
export async function namedFiles(named: NamedPrompt, dependencies: SideDependencies): Promise<SideFiles> {
  const { argument, directory, version } = named;
  const { id } = version;
  if (isPromptFile(argument, directory)) return fileAmongTree(named, dependencies);
  const { revision } = parseReference(argument);
  const { kind } = revision;
  if (kind === 'tree' || kind === 'index' || kind === 'git') return (await openEarlierSide(revision, dependencies)).files([id]);
  return filesOfVersion(named, dependencies);
}

async function filesOfVersion({ argument, version: { id, digest } }: NamedPrompt, dependencies: SideDependencies): Promise<SideFiles> {
  const { environments } = await dependencies.lock();
  const pinning = [...environments].find(([, pins]) => pins.get(id)?.digest === digest)?.[0];
  const places: Side[] = [await openEarlierSide({ kind: 'tree' }, dependencies)];
  if (pinning !== undefined) places.unshift(await openEarlierSide({ kind: 'environment', environment: pinning }, dependencies));
  const holding = places.find(({ digests }) => digests.get(id) === digest);
  if (holding) return holding.files([id]);
  const past = (await dependencies.pastVersions(id)).find(({ version }) => version.digest === digest);
  if (past) return past.files();
  throw new Failure('source-missing', `The file behind ${argument} is not at hand: a registry keeps contents, not files.`, {
    hint: 'Compare without `--patch`.',
  });
}

/** A file named by its path is that file, whatever the tree has under its id; what it uses is the tree's. */
async function fileAmongTree({ argument, directory, version }: NamedPrompt, { tree }: SideDependencies): Promise<SideFiles> {
  const { library } = await tree();
  const read = namedSource(resolve(directory, argument), argument);
  if ('problem' in read) throw new Failure('file-unreadable', read.problem.message);
  const used = [...version.partials.keys(), ...version.guardrailSets.keys()].flatMap((id): [PromptId, SideFile][] => {
    const source = (library.partials.get(id) ?? library.guardrailSets.get(id))?.source;
    return source ? [[id, { kind: source.kind, path: source.path, text: source.text }]] : [];
  });
  return new Map([[version.id, { kind: 'prompt', path: argument, text: read.file.text }], ...used]);
}
