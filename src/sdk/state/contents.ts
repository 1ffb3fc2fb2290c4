import { type Digest, sha256Hex } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { Json } from '../../base/json/canonical-json.ts';
import { namedBy, storedVersion } from '../../prompt/digest/stored-version.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import type { RegistryApi } from '../registry/registry-api.ts';
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
  readonly fetch?: RegistryApi['contents'] | undefined;
  readonly onProblem: (problem: Failure) => void;
}

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
  /** Whoever else wants one of them waits for the same request. */
  const bring = async (digests: readonly Digest[], signal: AbortSignal): Promise<void> => {
    const absent = digests.filter((digest) => !isThere(digest));
    const others = absent.flatMap((digest) => underWay.get(digest) ?? []);
    const own = absent.filter((digest) => !underWay.has(digest));
    const bringing = textsOf(sources, own, (digest, text) => forms.set(digest, JSON.parse(text) as Json), signal)
      .catch((problem) => sources.onProblem(problem as Failure))
      .finally(() => {
        for (const digest of own) underWay.delete(digest);
      });
    for (const digest of own) underWay.set(digest, bringing);
    await Promise.all([bringing, ...others]);
  };

  return {
    async load(digests, signal) {
      const seen = new Set<Digest>();
      for (let wanted = [...new Set(digests)]; wanted.length > 0; ) {
        for (const digest of wanted) seen.add(digest);
        await bring(wanted, signal);
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

/** Gives texts that are what their digests name: from the disk, and what is not there from the registry. @throws Failure for the rest */
async function textsOf(
  sources: ContentSources,
  digests: readonly Digest[],
  give: (digest: Digest, text: string) => void,
  signal: AbortSignal,
) {
  const { store, fetch, onProblem } = sources;
  const wanted: Digest[] = [];
  const take = (digest: Digest, text: string | undefined): boolean => {
    const isRight = text !== undefined && isNamed(text, digest);
    if (isRight) give(digest, text);
    return isRight;
  };
  await Promise.all(
    digests.map(async (digest) => {
      if (!take(digest, await store.readContent(digest).catch(() => undefined))) wanted.push(digest);
    }),
  );
  const [first] = wanted;
  if (first === undefined) return;
  if (fetch === undefined)
    throw new Failure('source-missing', `The content ${first} is in no bundle and no cache, and there is no registry to ask.`);
  const texts = await fetch(wanted, signal);
  const right = wanted.filter((digest) => take(digest, texts.get(digest)));
  await Promise.all(right.map((digest) => store.writeContent(digest, texts.get(digest) ?? ''))).catch((cause) =>
    onProblem(unwritable(cause)),
  );
  const wrong = wanted.find((digest) => !right.includes(digest));
  if (wrong === undefined) return;
  const what = texts.has(wrong) ? `a content that is not ${wrong}; it is not used` : `everything but ${wrong}`;
  throw new Failure(texts.has(wrong) ? 'digest-mismatch' : 'source-missing', `The registry answered with ${what}.`, { hint: LOST });
}

const LOST = 'It is asked for again; a token must also see the shared texts that its prompts use.';

function isNamed(text: string, digest: Digest): boolean {
  return `sha256:${sha256Hex(text)}` === digest;
}

/** What a cache that cannot be written costs: the next start needs the registry. */
export function unwritable(cause: unknown): Failure {
  return new Failure('file-unwritable', `The cache cannot be written: ${(cause as Error).message}.`, { cause });
}
