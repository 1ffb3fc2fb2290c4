import { expect, test } from 'vitest';
import { type Digest, sha256Hex } from '../../base/digest.ts';
import type { Json } from '../../base/json/canonical-json.ts';
import { libraryVersions } from '../library/library-versions.ts';
import { readLibrary } from '../library/read-library.ts';
import type { PromptId } from '../prompt.ts';
import { storedVersion } from './stored-version.ts';
import { versionContents } from './version-contents.ts';

const LIBRARY = readLibrary([
  {
    kind: 'prompt',
    path: 'p',
    id: 'p',
    text: `messages: [{ role: user, content: '{% render "outer" %} {{ x }}' }]\nguardrails: [{ uses: brand/checks }]\ntools: [{ type: function, function: { name: f, parameters: { properties: { b: {}, a: {} } } } }]\n`,
  },
  { kind: 'partial', path: 'outer', id: 'outer', text: 'Outer. {% render "inner" %}' },
  { kind: 'partial', path: 'inner', id: 'inner', text: 'Inner.' },
  { kind: 'guardrail-set', path: 'brand/checks', id: 'brand/checks', text: 'checks: [{ uses: max-length, value: 9 }]\n' },
]);

test('holds every content under the digest of its bytes, and makes the same version again', () => {
  const version = libraryVersions(LIBRARY).of('p' as PromptId);
  const contents = versionContents(version);

  expect([...contents].map(([digest, text]) => digest === `sha256:${sha256Hex(text)}`)).toEqual([true, true, true, true]);
  const stored = storedVersion(version.id, version.digest, (digest: Digest) => JSON.parse(contents.get(digest) ?? 'null') as Json);
  // What a file says for people is in no content.
  expect(version).toEqual({ ...stored, content: expect.objectContaining({ ...stored.content } as object) });
});
