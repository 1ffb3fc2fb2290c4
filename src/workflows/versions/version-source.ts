import { type Digest, shortDigest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { type PromptReference, revisionText } from '../../prompt/reference.ts';
import type { PromptVersion } from '../../prompt/version.ts';

/** Somewhere that may hold the content of a version: the tree, git, the registry. */
export interface VersionSource {
  /** The version, or nothing when this place does not hold it. The content is checked against the digest. */
  load(id: PromptId, digest: Digest): Promise<PromptVersion | undefined>;
}

/** The version that a reference was found to be. @throws Failure `source-missing` when its content is nowhere. */
export async function requireVersion({ id, revision }: PromptReference, digest: Digest, source: VersionSource): Promise<PromptVersion> {
  const version = await source.load(id, digest);
  if (version !== undefined) return version;
  throw new Failure('source-missing', `${id}${revisionText(revision)} is ${shortDigest(digest)}, whose content is not at hand.`);
}

/** Asks one source after the other: nearest first, the network last. */
export function firstOf(sources: readonly VersionSource[]): VersionSource {
  return {
    async load(id, digest) {
      for (const source of sources) {
        const version = await source.load(id, digest);
        if (version !== undefined) return version;
      }
      return undefined;
    },
  };
}
