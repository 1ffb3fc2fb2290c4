import type { Digest } from '../../base/digest.ts';
import type { LibrarySource } from '../../prompt/library/library.ts';
import { libraryVersions } from '../../prompt/library/library-versions.ts';
import { readLibrary } from '../../prompt/library/read-library.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import type { BlobId, LockedPrompt, Lockfile } from '../../release/lockfile/lockfile.ts';
import { batchedTexts, type ReadTexts } from './batched-texts.ts';
import type { VersionSource } from './version-source.ts';

/** A pin recomputed from the texts that it names. */
export type Recomputed =
  | { readonly kind: 'version'; readonly version: PromptVersion }
  /** Texts that are nowhere to be found, by the id that they define. */
  | { readonly kind: 'missing'; readonly ids: readonly PromptId[] }
  /** The texts are there and do not make a prompt. */
  | { readonly kind: 'unreadable'; readonly message: string };

/**
 * Recomputes a pin from its texts alone: its own and those of everything that it uses.
 *
 * Paths and ids of the working tree play no part, so a pin outlives renames and edits.
 */
export function recompute(id: PromptId, pin: LockedPrompt, texts: ReadonlyMap<BlobId, string>): Recomputed {
  const named = [[id, pin] as const, ...pin.uses];
  const missing = named.filter(([, { blob }]) => !texts.has(blob)).map(([name]) => name);
  if (missing.length > 0) return { kind: 'missing', ids: missing };
  const prompt: LibrarySource = { kind: 'prompt', path: id, id, text: texts.get(pin.blob) ?? '' };
  const library = readLibrary([prompt, ...usedSources(prompt, pin, texts)]);
  // The text may name its own id, which is not necessarily the one that it was pinned under.
  const [entry] = [...library.prompts.keys()];
  if (entry === undefined) return { kind: 'unreadable', message: library.diagnostics[0]?.message ?? 'not a prompt' };
  try {
    return { kind: 'version', version: { ...libraryVersions(library).of(entry), id } };
  } catch (error) {
    return { kind: 'unreadable', message: error instanceof Error ? error.message : String(error) };
  }
}

/** Versions that the lockfile pins, out of the texts that it names. */
export function lockedVersions(lock: Lockfile, readTexts: ReadTexts): VersionSource {
  const texts = batchedTexts(readTexts);
  return {
    async load(id, digest) {
      const pin = pinWithDigest(lock, id, digest);
      if (!pin) return undefined;
      const recomputed = recompute(id, pin, await texts(blobsOf(pin)));
      return recomputed.kind === 'version' && recomputed.version.digest === digest ? recomputed.version : undefined;
    },
  };
}

/** Every text that a pin names. */
export function blobsOf(pin: LockedPrompt): BlobId[] {
  return [pin.blob, ...[...pin.uses.values()].map(({ blob }) => blob)];
}

function pinWithDigest(lock: Lockfile, id: PromptId, digest: Digest): LockedPrompt | undefined {
  const pins = [...lock.environments.values()].map((environment) => environment.get(id));
  return pins.find((pin) => pin?.digest === digest);
}

/** The lockfile does not say which of the used texts are guardrail sets; the prompt's own text does. */
function usedSources(prompt: LibrarySource, pin: LockedPrompt, texts: ReadonlyMap<BlobId, string>): LibrarySource[] {
  if (pin.uses.size === 0) return [];
  const [alone] = [...readLibrary([prompt]).prompts.values()];
  return [...pin.uses].map(([id, { blob }]) => {
    const kind = alone?.guardrailSets.includes(id) ? 'guardrail-set' : 'partial';
    return { kind, path: id, id, text: texts.get(blob) ?? '' };
  });
}
