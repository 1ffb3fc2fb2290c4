import { describe, expect, test } from 'vitest';
import type { Digest } from '../../base/digest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { EnvironmentName } from '../../release/environment.ts';
import type { ServedRollout } from '../../release/rollout/served-rollout.ts';
import { chooseVersion, type Served } from './choose-version.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest;
const [PINNED, TRIED, SHIPPED, LAST] = ['a', 'b', 'c', 'd'].map(digest) as [Digest, Digest, Digest, Digest];
const GREET = 'greet' as PromptId;
const POLICIES = { environment: 'production' as EnvironmentName, onRemoved: 'bundle', onKilled: 'throw' } as const;
const ROLLOUT: ServedRollout = {
  id: 'rol_0123456789abcdef',
  mode: 'canary',
  seed: 's',
  unit: ['userId'],
  control: PINNED,
  variants: [{ id: 'candidate', version: TRIED, weight: 1 }],
  coverage: 1,
  rules: [{ if: { plan: 'internal' }, serve: 'control' }],
};

function served(more: Partial<Served> = {}): Served {
  return {
    source: 'network',
    at: { epoch: 1, revision: 1 },
    entries: new Map([[GREET, { pin: PINNED }]]),
    removed: new Map(),
    missing: new Set(),
    killed: new Set(),
    revoked: new Set(),
    bundled: new Map([[GREET, SHIPPED]]),
    ...more,
  };
}

const inRollout = (more: Partial<Served> = {}) => served({ entries: new Map([[GREET, { pin: PINNED, rollout: ROLLOUT }]]), ...more });
const choose = (from: Served, call: object = {}, policies: object = {}) =>
  chooseVersion(from, { prompt: GREET, context: {}, ...call }, { ...POLICIES, ...policies });
const failing = (code: string) => expect.objectContaining({ code });

test('the pin, where nothing else is said', () => {
  expect(choose(served())).toEqual({ digest: PINNED, reason: 'pinned', source: 'network' });
});

describe('a rollout', () => {
  test('decides by the unit, and tells which variant it was', () => {
    expect(choose(inRollout(), { context: { userId: 'ada' } })).toMatchObject({
      digest: TRIED,
      variant: 'candidate',
      unit: 'ada',
      reason: 'draw',
    });
  });

  test('gives control without a unit, and by its rules', () => {
    expect(choose(inRollout())).toMatchObject({ digest: PINNED, variant: 'control', reason: 'no-unit', compared: false });
    expect(choose(inRollout(), { context: { userId: 'ada', plan: 'internal' } })).toMatchObject({ digest: PINNED, reason: 'rule' });
  });

  test('never keeps alive a version that was revoked', () => {
    const from = inRollout({ revoked: new Set([TRIED]) });
    expect(choose(from, { context: { userId: 'ada' } })).toEqual({ digest: PINNED, reason: 'pinned', source: 'network' });
    const both = inRollout({ revoked: new Set([TRIED, PINNED]) });
    expect(() => choose(both, { context: { userId: 'ada' } })).toThrow(failing('version-revoked'));
  });
});

describe('the kill switch', () => {
  const from = inRollout({ killed: new Set([GREET]) });

  test('goes before the rollout, the pin and a version that is asked for', () => {
    expect(() => choose(from, { context: { userId: 'ada' } })).toThrow(failing('prompt-killed'));
    expect(() => choose(from, { version: TRIED })).toThrow(failing('prompt-killed'));
    expect(() => choose(from, { version: TRIED }, { onKilled: 'bundle' })).toThrow(failing('prompt-killed'));
  });

  test('leaves the bundle where the options say so, but not with the very version that was killed', () => {
    expect(choose(from, {}, { onKilled: 'bundle' })).toEqual({ digest: SHIPPED, reason: 'killed', source: 'bundle' });
    const same = served({ killed: new Set([GREET]), bundled: new Map([[GREET, PINNED]]) });
    expect(() => choose(same, {}, { onKilled: 'bundle' })).toThrow(failing('prompt-killed'));
    const revoked = served({ killed: new Set([GREET]), revoked: new Set([SHIPPED]) });
    expect(() => choose(revoked, {}, { onKilled: 'bundle' })).toThrow(failing('prompt-killed'));
  });
});

describe('a prompt that is no longer pinned', () => {
  const from = served({ entries: new Map(), removed: new Map([[GREET, { pin: LAST }]]) });

  test.each([
    ['bundle', SHIPPED, 'bundle'],
    ['keep', LAST, 'network'],
  ] as const)('is served by %s', (onRemoved, expected, source) => {
    expect(choose(from, {}, { onRemoved })).toEqual({ digest: expected, reason: 'removed', source });
  });

  test('is an error where the options say so, and where nothing is left', () => {
    expect(() => choose(from, {}, { onRemoved: 'throw' })).toThrow(failing('prompt-unserved'));
    expect(() => choose(served({ entries: new Map(), bundled: new Map() }))).toThrow(failing('prompt-unserved'));
    expect(() => choose({ ...from, revoked: new Set([SHIPPED]) })).toThrow(failing('prompt-unserved'));
  });

  test('is not one whose content could not be had', () => {
    expect(() => choose({ ...from, missing: new Set([GREET]) })).toThrow(failing('source-missing'));
  });
});

test('a version that is asked for is given, whatever is pinned, unless it is revoked', () => {
  expect(choose(inRollout(), { version: LAST, context: { userId: 'ada' } })).toEqual({ digest: LAST, reason: 'asked', source: 'network' });
  expect(() => choose(served({ revoked: new Set([LAST]) }), { version: LAST })).toThrow(failing('version-revoked'));
});
