import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/base/json/canonical-json.ts';
import { versionNormalForm } from '../../src/prompt/digest/version-normal-form.ts';
import type { LibrarySource } from '../../src/prompt/library/library.ts';
import { libraryVersions } from '../../src/prompt/library/library-versions.ts';
import { readLibrary } from '../../src/prompt/library/read-library.ts';
import type { PromptId } from '../../src/prompt/prompt.ts';

/** One golden case: files, the prompt among them, the text that is hashed, the digest. */
interface Vector {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly prompt: string;
  readonly canonical: string;
  readonly digest: string;
}

const file = new URL('../../schemas/digest-vectors.json', import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] };

const SUFFIXES: readonly (readonly [string, LibrarySource['kind']])[] = [
  ['.prompt.yaml', 'prompt'],
  ['.partial.md', 'partial'],
  ['.guardrail.yaml', 'guardrail-set'],
];

function sourceOf([path, text]: [string, string]): LibrarySource {
  const [suffix, kind] = SUFFIXES.find(([ending]) => path.endsWith(ending)) ?? ['', 'prompt' as const];
  return { kind, path, id: path.slice(0, path.length - suffix.length), text };
}

describe('the published digest vectors', () => {
  // A failure here means that the version of every prompt that anyone pinned has changed: mend the code, not the vectors.
  test.each(vectors)('$name', ({ files, prompt, canonical, digest }) => {
    const library = readLibrary(Object.entries(files).map(sourceOf));
    expect(library.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const version = libraryVersions(library).of(prompt as PromptId);
    expect(canonicalJson(versionNormalForm(version))).toBe(canonical);
    expect(version.digest).toBe(digest);
  });

  test.each(vectors)('$name: the digest is the SHA-256 of the canonical text', ({ canonical, digest }) => {
    expect(`sha256:${createHash('sha256').update(canonical, 'utf8').digest('hex')}`).toBe(digest);
  });

  test('tell apart what differs, and only that', () => {
    const groups = new Map<string, string[]>();
    for (const { name, digest } of vectors) groups.set(digest, [...(groups.get(digest) ?? []), name]);
    const twins = [...groups.values()].filter((names) => names.length > 1);
    expect(twins).toEqual([
      ['minimal', 'minimal, written otherwise'],
      ['an output schema as a mapping', 'an output schema as JSON text'],
    ]);
  });
});
