import { type Digest, sha256Hex } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { Json } from '../../base/json/canonical-json.ts';
import { namedBy, storedVersion } from '../../prompt/digest/stored-version.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import type { LocalStore } from './local-store.ts';

/** Contents by digest: what is in memory, and how the rest gets there. Each is hashed before it is believed. */
export interface Contents {
  /**
   * Brings contents into memory, with all that they name. Resolves when nothing more can be had; what could not is
   * reported, and absent.
   */
  load(digests: readonly Digest[], signal: AbortSignal): Promise<void>;
  /** A version in memory, with all that it names; undefined when anything of it is not there. */
  version(prompt: PromptId, digest: Digest): PromptVersion | undefined;
}

export interface ContentSources {
  readonly bundled: ReadonlyMap<Digest, string>;
  readonly store: LocalStore;
  /** Absent without a registry. */
  readonly fetch?: ((digest: Digest, signal: AbortSignal) => Promise<string>) | undefined;
  readonly onProblem: (problem: Failure) => void;
}

/** Requests under way at once: contents are small, and a registry serves others too. */
const AT_ONCE = 16;

export function openContents(sources: ContentSources): Contents {
  const forms = new Map<Digest, Json>();
  const versions = new Map<string, PromptVersion>();
  const underWay = new Map<Digest, Promise<void>>();

  const isThere = (digest: Digest): boolean => {
    const bundled = forms.has(digest) ? undefined : sources.bundled.get(digest);
    if (bundled !== undefined) forms.set(digest, JSON.parse(bundled) as Json);
    return forms.has(digest);
  };
  const isWhole = (digest: Digest): boolean => isThere(digest) && namedBy(forms.get(digest) as Json).every(isWhole);
  /** Whoever else wants it waits for the same request. */
  const bring = (digest: Digest, signal: AbortSignal): Promise<void> => {
    if (isThere(digest)) return Promise.resolve();
    const known = underWay.get(digest);
    if (known !== undefined) return known;
    const bringing = textFrom(sources, digest, signal)
      .then((text) => void forms.set(digest, JSON.parse(text) as Json))
      .catch((problem) => sources.onProblem(problem as Failure))
      .finally(() => underWay.delete(digest));
    underWay.set(digest, bringing);
    return bringing;
  };

  return {
    async load(digests, signal) {
      const seen = new Set<Digest>();
      for (let wanted = [...new Set(digests)]; wanted.length > 0; ) {
        for (const digest of wanted) seen.add(digest);
        await eachOf(wanted, (digest) => bring(digest, signal));
        const named = wanted.flatMap((digest) => (isThere(digest) ? namedBy(forms.get(digest) as Json) : []));
        wanted = [...new Set(named)].filter((digest) => !seen.has(digest));
      }
    },
    version(prompt, digest) {
      const key = `${digest} ${prompt}`;
      const known = versions.get(key);
      if (known !== undefined) return known;
      if (!isWhole(digest)) return undefined;
      const version = storedVersion(prompt, digest, (name) => forms.get(name) as Json);
      versions.set(key, version);
      return version;
    },
  };
}

async function eachOf(digests: readonly Digest[], bring: (digest: Digest) => Promise<void>): Promise<void> {
  const left = digests.values();
  const worker = async () => {
    for (const digest of left) await bring(digest);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, digests.length) }, worker));
}

/** From the disk, else from the registry. @throws Failure when neither has what the digest names */
async function textFrom({ store, fetch, onProblem }: ContentSources, digest: Digest, signal: AbortSignal): Promise<string> {
  const kept = await store.readContent(digest).catch(() => undefined);
  if (kept !== undefined && isNamed(kept, digest)) return kept;
  if (fetch === undefined)
    throw new Failure('source-missing', `The content ${digest} is in no bundle and no cache, and there is no registry to ask.`);
  const text = await fetch(digest, signal);
  if (!isNamed(text, digest))
    throw new Failure('digest-mismatch', `The registry answered with a content that is not ${digest}; it is not used.`);
  await store.writeContent(digest, text).catch((cause) => onProblem(unwritable(cause)));
  return text;
}

function isNamed(text: string, digest: Digest): boolean {
  return `sha256:${sha256Hex(text)}` === digest;
}

/** What a cache that cannot be written costs: the next start needs the registry. */
export function unwritable(cause: unknown): Failure {
  return new Failure('file-unwritable', `The cache cannot be written: ${(cause as Error).message}.`, { cause });
}
