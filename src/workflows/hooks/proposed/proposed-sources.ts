import type { Diagnostic } from '../../../base/diagnostic.ts';
import { Failure } from '../../../base/failure.ts';
import type { BlobId } from '../../../release/lockfile/lockfile.ts';
import { decodeSource } from '../../../workspace/files/decode-source.ts';
import { type SourceFile, type SourceRoots, sourcePath } from '../../../workspace/files/source-file.ts';
import type { ProposedTree } from '../../../workspace/hooks/proposed-tree.ts';
import { isLibrarySource } from '../../versions/tree.ts';
import type { BlobSource } from './lock-currency.ts';

/** Texts of sources, and a finding for each that is none. */
export interface SourceTexts {
  readonly files: readonly SourceFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The sources of a proposed tree, each read when it is asked for, and once. */
export interface ProposedSources {
  /** Prompts, partials and guardrail sets, in the order of the tree. */
  readonly library: readonly BlobSource[];
  /** Suites, rollouts and monitors. */
  readonly others: readonly BlobSource[];
  /** @throws Failure `git-object-missing` when the clone does not hold one. */
  read(sources: readonly BlobSource[]): Promise<SourceTexts>;
  /** Reads blobs ahead, so that one process reads them all; what is not there is met later, or never. */
  prefetch(blobs: readonly BlobId[]): Promise<void>;
  /** The contents of blobs. @throws Failure `git-object-missing` */
  bytes(blobs: readonly BlobId[]): Promise<readonly Uint8Array[]>;
}

/** Opens the sources of a tree; reads nothing yet. */
export function openProposedSources(tree: ProposedTree, config: SourceRoots): ProposedSources {
  const known = new Map<BlobId, Uint8Array>();
  const sources = tree.entries.flatMap(({ path, kind, blob }): BlobSource[] => {
    const source = kind === 'file' ? sourcePath(path, config) : undefined;
    return source === undefined ? [] : [{ ...source, blob }];
  });
  const prefetch = async (blobs: readonly BlobId[]) => {
    const unknown = blobs.filter((blob) => !known.has(blob));
    for (const [blob, content] of await tree.read(unknown)) known.set(blob, content);
  };
  const bytes = async (blobs: readonly BlobId[]) => {
    await prefetch(blobs);
    return blobs.map((blob) => known.get(blob) ?? refuseMissing(blob));
  };
  return {
    library: sources.filter(isLibrarySource),
    others: sources.filter((source) => !isLibrarySource(source)),
    prefetch,
    bytes,
    async read(wanted) {
      const contents = await bytes(wanted.map(({ blob }) => blob));
      const decoded = wanted.map((source, index) => ({ source, ...decodeSource(source.path, contents[index] ?? new Uint8Array()) }));
      return {
        files: decoded.flatMap((one) => ('text' in one ? [{ ...one.source, text: one.text }] : [])),
        diagnostics: decoded.flatMap((one) => ('problem' in one ? [one.problem] : [])),
      };
    },
  };
}

function refuseMissing(blob: BlobId): never {
  throw new Failure('git-object-missing', `This clone does not hold ${blob}, which the change stands on.`, {
    hint: 'Fetch it: `git fetch`. In a partial clone `git cat-file -e <id>` fetches one object.',
  });
}
