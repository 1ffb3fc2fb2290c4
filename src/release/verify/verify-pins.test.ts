import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Digest, digestOf, shortDigest } from '../../base/digest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { EnvironmentName } from '../environment.ts';
import type { BlobId, LockedPrompt, Lockfile } from '../lockfile/lockfile.ts';
import { type Recomputed, type VerifyInput, type VersionDigests, verifyPins } from './verify-pins.ts';

const [dev, production] = ['development', 'production'] as EnvironmentName[] as [EnvironmentName, EnvironmentName];
const greet = 'greet' as PromptId;
const tone = 'shared/tone' as PromptId;
const blob = 'b'.repeat(40) as BlobId;
const [A, B] = [digestOf('a'), digestOf('b')];
const [T, U] = [digestOf('t'), digestOf('u')];

const pin = (digest: Digest, uses: Record<string, Digest> = {}): LockedPrompt => ({
  digest,
  blob,
  uses: new Map(Object.entries(uses).map(([id, used]) => [id as PromptId, { digest: used, blob }])),
});
const version = (digest: Digest, uses: Record<string, Digest> = {}): VersionDigests => ({
  digest,
  uses: new Map(Object.entries(uses)) as Map<PromptId, Digest>,
});
const lockOf = (environment: EnvironmentName, locked: LockedPrompt): Lockfile => ({
  environments: new Map([[environment, new Map([[greet, locked]])]]),
});
const honest: VerifyInput['recompute'] = (_environment, _prompt, { digest, uses }) => ({
  outcome: 'computed',
  digest,
  uses: new Map([...uses].map(([id, content]) => [id, content.digest])),
});
const verify = (input: Partial<VerifyInput>) =>
  verifyPins({ lock: { environments: new Map() }, environments: [dev, production], tree: new Map(), recompute: honest, ...input });
const judged = (locked: LockedPrompt, found: Recomputed) => verify({ lock: lockOf(production, locked), recompute: () => found })[0];

describe('a pin by its content', () => {
  test('is ok when its texts give the digests that it names', () => {
    expect(judged(pin(A, { [tone]: T }), { outcome: 'computed', ...version(A, { [tone]: T }) })).toMatchObject({
      status: 'ok',
      reasons: [],
    });
  });

  test('is tampered when its text gives another digest, and both are named', () => {
    const found = judged(pin(A), { outcome: 'computed', ...version(B) });
    expect(found).toMatchObject({ status: 'tampered', environment: production, prompt: greet });
    expect(found?.reasons).toEqual([`"greet" is pinned as ${shortDigest(A)}, and its text gives ${shortDigest(B)}.`]);
  });

  test.each([
    [
      'a partial with another text',
      pin(A, { [tone]: T }),
      version(A, { [tone]: U }),
      `"shared/tone" is pinned as ${shortDigest(T)}, and its text gives ${shortDigest(U)}.`,
    ],
    ['a partial that the pin leaves out', pin(A), version(A, { [tone]: T }), '"greet" uses "shared/tone", which its pin does not name.'],
    [
      'a partial that nothing uses',
      pin(A, { [tone]: T }),
      version(A),
      'The pin of "greet" names "shared/tone", which the text does not use.',
    ],
  ])('is tampered with %s', (_case, locked, found, reason) => {
    expect(judged(locked, { outcome: 'computed', ...found })).toMatchObject({ status: 'tampered', reasons: [reason] });
  });

  test('is tampered when its text is no valid prompt', () => {
    expect(judged(pin(A), { outcome: 'invalid', reason: 'No messages.' })).toMatchObject({ status: 'tampered', reasons: ['No messages.'] });
  });

  test('names each text that is nowhere, and how to get it', () => {
    const found = judged(pin(A), { outcome: 'missing', contents: [{ id: tone, blob }], reason: 'Run `git fetch --unshallow`.' });
    expect(found).toMatchObject({ status: 'missing-source' });
    expect(found?.reasons).toEqual([
      'The text of "shared/tone" (blob bbbbbbbbbbbb) is neither in the tree nor in git.',
      'Run `git fetch --unshallow`.',
    ]);
  });

  test('is never ok when a digest differs, whatever else agrees', () => {
    const digests = fc.constantFrom(A, B, T, U);
    const uses = fc.dictionary(fc.constantFrom('x', 'y', 'z'), digests);
    fc.assert(
      fc.property(digests, uses, digests, uses, (pinned, pinnedUses, found, foundUses) => {
        const equal =
          pinned === found && JSON.stringify(Object.entries(pinnedUses).sort()) === JSON.stringify(Object.entries(foundUses).sort());
        const status = judged(pin(pinned, pinnedUses), { outcome: 'computed', ...version(found, foundUses) })?.status;
        expect(status).toBe(equal ? 'ok' : 'tampered');
      }),
    );
  });
});

describe('the first environment against the tree', () => {
  const first = (locked: LockedPrompt, tree: Record<string, VersionDigests>) =>
    verify({ lock: lockOf(dev, locked), tree: new Map(Object.entries(tree)) as Map<PromptId, VersionDigests> });

  test('is ok when the tree is what was locked', () => {
    expect(first(pin(A), { greet: version(A) })).toMatchObject([{ status: 'ok' }]);
  });

  test('drifts when the prompt was edited', () => {
    expect(first(pin(A, { [tone]: T }), { greet: version(B, { [tone]: T }) })).toMatchObject([{ status: 'drift' }]);
  });

  test('names the partial whose edit makes a prompt stale', () => {
    const [found] = first(pin(A, { [tone]: T }), { greet: version(B, { [tone]: U }) });
    expect(found?.status).toBe('stale-partial');
    expect(found?.reasons).toContain('"shared/tone", which it uses, was changed.');
  });

  test('names a prompt that was never locked, and one that is gone', () => {
    expect(first(pin(A), { other: version(B) })).toMatchObject([
      { prompt: greet, status: 'orphan' },
      { prompt: 'other', status: 'unlocked' },
    ]);
  });

  test('says that content is missing rather than that the tree agrees', () => {
    const found = verify({
      lock: lockOf(dev, pin(A)),
      tree: new Map([[greet, version(A)]]),
      recompute: () => ({ outcome: 'missing', contents: [{ id: greet, blob }] }),
    });
    expect(found).toMatchObject([{ status: 'missing-source' }]);
  });
});

describe('other environments', () => {
  test('keep pins of prompts that the tree has moved on from', () => {
    expect(verify({ lock: lockOf(production, pin(A)), tree: new Map() })).toMatchObject([{ status: 'ok' }]);
  });

  test('are orphans when the config does not declare them', () => {
    const [found] = verify({ lock: lockOf('attic' as EnvironmentName, pin(A)) });
    expect(found).toMatchObject({ environment: 'attic', status: 'orphan' });
  });
});
