import { describe, expect, test } from 'vitest';
import { digestOf } from '../../base/digest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { EnvironmentName } from '../environment.ts';
import { pinsOf, withPins } from './edit-lockfile.ts';
import { type BlobId, EMPTY_LOCKFILE, type LockedPrompt } from './lockfile.ts';

const staging = 'staging' as EnvironmentName;
const production = 'production' as EnvironmentName;
const [greet, triage] = ['greet', 'triage'] as PromptId[] as [PromptId, PromptId];
const locked = (content: string): LockedPrompt => ({ digest: digestOf(content), blob: 'b'.repeat(40) as BlobId, uses: new Map() });
const A = locked('a');
const B = locked('b');

describe('withPins', () => {
  const lock = withPins(withPins(EMPTY_LOCKFILE, staging, new Map([[greet, A]])), production, new Map([[greet, A]]));

  test('sets pins and leaves the others of the environment', () => {
    const next = withPins(lock, staging, new Map([[triage, B]]));
    expect(pinsOf(next, staging)).toEqual(
      new Map([
        [greet, A.digest],
        [triage, B.digest],
      ]),
    );
  });

  test('leaves other environments and the lockfile it was given alone', () => {
    withPins(lock, staging, new Map([[greet, B]]));
    expect(pinsOf(lock, staging).get(greet)).toBe(A.digest);
    expect(pinsOf(withPins(lock, staging, new Map([[greet, B]])), production).get(greet)).toBe(A.digest);
  });

  test('drops what is not given when it replaces', () => {
    expect(pinsOf(withPins(lock, staging, new Map([[triage, B]]), { replace: true }), staging)).toEqual(new Map([[triage, B.digest]]));
  });
});

test('an environment that the lockfile does not name pins nothing', () => {
  expect(pinsOf(EMPTY_LOCKFILE, production)).toEqual(new Map());
});
