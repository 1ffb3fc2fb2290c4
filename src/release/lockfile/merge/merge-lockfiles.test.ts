import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { EnvironmentName } from '../../environment.ts';
import type { BlobId, LockedPrompt, Lockfile } from '../lockfile.ts';
import { parseLockfile } from '../parse-lockfile.ts';
import { lockfileText } from '../write-lockfile.ts';
import { conflictSides, mergeText } from './conflict-text.ts';
import { mergeAfterHandWork, withPin } from './hand-decisions.ts';
import { isSamePin, mergeLockfiles, type PinConflict } from './merge-lockfiles.ts';

const ENVIRONMENTS = ['development', 'production', 'staging'] as EnvironmentName[];
const PROMPTS = ['answer', 'greet', 'support/triage', 'true'] as PromptId[];

/** Few versions in few places, each of two texts, so that sides meet often. */
const pins: fc.Arbitrary<LockedPrompt> = fc
  .record({ version: fc.integer({ min: 0, max: 2 }), text: fc.integer({ min: 0, max: 1 }), uses: fc.boolean() })
  .map(({ version, text, uses }) => {
    const locked = { digest: digestOf([version, uses]), blob: `${version}${text}`.repeat(20) as BlobId };
    return { ...locked, uses: uses ? new Map([['shared/tone' as PromptId, locked]]) : new Map() };
  });
const blocks = fc.uniqueArray(fc.tuple(fc.constantFrom(...PROMPTS), pins), { selector: ([id]) => id }).map((entries) => new Map(entries));
const lockfiles: fc.Arbitrary<Lockfile> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...ENVIRONMENTS), blocks), { selector: ([name]) => name })
  .map((entries) => ({ environments: new Map(entries) }));

const PLACES = ENVIRONMENTS.flatMap((environment) => PROMPTS.map((prompt) => ({ environment, prompt })));
const pinIn = (lock: Lockfile, { environment, prompt }: (typeof PLACES)[number]) => lock.environments.get(environment)?.get(prompt);
const digestIn = (lock: Lockfile, place: (typeof PLACES)[number]) => pinIn(lock, place)?.digest;
const nameOf = ({ environment, prompt }: Pick<PinConflict, 'environment' | 'prompt'>) => `${environment}/${prompt}`;

function forAny(promise: (...locks: [Lockfile, Lockfile, Lockfile]) => void): void {
  fc.assert(
    fc.property(lockfiles, lockfiles, lockfiles, (...locks) => {
      promise(...locks);
    }),
  );
}

describe('mergeLockfiles', () => {
  test('takes the side that changed when the other did not', () => {
    forAny((base, changed) => {
      expect(mergeLockfiles({ base, ours: changed, theirs: base })).toEqual({ lockfile: changed, conflicts: [] });
      expect(mergeLockfiles({ base, ours: base, theirs: changed })).toEqual({ lockfile: changed, conflicts: [] });
    });
  });

  test('keeps what both sides made the same', () => {
    forAny((base, both) => expect(mergeLockfiles({ base, ours: both, theirs: both })).toEqual({ lockfile: both, conflicts: [] }));
  });

  test('conflicts exactly where both sides changed the version of a pin, and not alike', () => {
    forAny((base, ours, theirs) => {
      const expected = PLACES.filter((place) => {
        const [before, left, right] = [base, ours, theirs].map((lock) => digestIn(lock, place));
        return left !== right && left !== before && right !== before;
      });
      expect(mergeLockfiles({ base, ours, theirs }).conflicts.map(nameOf)).toEqual(expected.map(nameOf));
    });
  });

  test('leaves no change of either side out', () => {
    forAny((base, ours, theirs) => {
      const { lockfile, conflicts } = mergeLockfiles({ base, ours, theirs });
      const open = new Set(conflicts.map(nameOf));
      for (const place of PLACES.filter((one) => !open.has(nameOf(one)))) {
        const [before, left, right] = [base, ours, theirs].map((lock) => digestIn(lock, place));
        expect(digestIn(lockfile, place)).toBe(left === before ? right : left);
      }
    });
  });

  test('gives both branches the same lockfile, and each the conflicts of the other turned around', () => {
    forAny((base, ours, theirs) => {
      const here = mergeLockfiles({ base, ours, theirs });
      const there = mergeLockfiles({ base, ours: theirs, theirs: ours });
      const turned = there.conflicts.map(({ ours: theirPin, theirs: ourPin, ...place }) => ({
        ...place,
        ...(ourPin && { ours: ourPin }),
        ...(theirPin && { theirs: theirPin }),
      }));
      expect(turned).toEqual(here.conflicts);
      const settled = here.conflicts.reduce((lock, conflict) => withPin(lock, conflict, conflict.theirs), here.lockfile);
      expect(nonEmpty(settled)).toEqual(nonEmpty(there.lockfile));
    });
  });

  test('of three branches that changed different pins does not depend on the order', () => {
    const owners = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: PLACES.length, maxLength: PLACES.length });
    fc.assert(
      fc.property(lockfiles, lockfiles, owners, (base, changed, ownerOf) => {
        const branch = (owner: number) =>
          PLACES.filter((_, index) => ownerOf[index] === owner).reduce((lock, place) => withPin(lock, place, pinIn(changed, place)), base);
        const merged = (ours: Lockfile, theirs: Lockfile) => mergeLockfiles({ base, ours, theirs }).lockfile;
        const [first, second, third] = [branch(0), branch(1), branch(2)];
        expect(merged(merged(first, second), third)).toEqual(merged(first, merged(second, third)));
      }),
    );
  });

  test('takes a deletion against an edit for a conflict', () => {
    const place = PLACES[0] as (typeof PLACES)[number];
    fc.assert(
      fc.property(pins, pins, (before, after) => {
        fc.pre(before.digest !== after.digest);
        const base = withPin({ environments: new Map() }, place, before);
        const sides = { base, ours: withPin(base, place, undefined), theirs: withPin(base, place, after) };
        expect(mergeLockfiles(sides).conflicts).toEqual([{ ...place, base: before, theirs: after }]);
      }),
    );
  });

  test('without a base takes every difference of versions for a conflict', () => {
    forAny((_base, ours, theirs) => {
      const differing = PLACES.filter((place) => digestIn(ours, place) !== digestIn(theirs, place));
      expect(mergeLockfiles({ ours, theirs }).conflicts.map(nameOf)).toEqual(differing.map(nameOf));
    });
  });
});

describe('the text of a merge', () => {
  test('without a conflict is the text of the lockfile', () => {
    forAny((base, ours) => {
      const merge = mergeLockfiles({ base, ours, theirs: base });
      expect(mergeText(merge)).toBe(lockfileText(ours));
    });
  });

  test('gives each side back when the markers are taken apart', () => {
    forAny((base, ours, theirs) => {
      const merge = mergeLockfiles({ base, ours, theirs });
      const sides = conflictSides(mergeText(merge));
      const read = (text = '') => parseLockfile({ file: 'promptlane.lock', text });
      expect(nonEmpty(read(sides?.ours))).toEqual(nonEmpty(merge.lockfile));
      const withTheirs = merge.conflicts.reduce((lock, conflict) => withPin(lock, conflict, conflict.theirs), merge.lockfile);
      expect(nonEmpty(read(sides?.theirs))).toEqual(nonEmpty(withTheirs));
    });
  });

  test.each([
    ['a marker too many', '<<<<<<< a\n=======\n=======\n>>>>>>> b'],
    ['one that is not closed', 'x\n<<<<<<< a\n=======\n'],
    ['an end without a start', 'x\n>>>>>>> b\n'],
  ])('with %s is not taken apart', (_case, text) => {
    expect(conflictSides(text)).toBeUndefined();
  });

  test('is taken apart in the style that shows the base too, and in a CRLF checkout', () => {
    const text = 'a\n<<<<<<< ours\nb\n||||||| base\nc\n=======\nd\n>>>>>>> theirs\ne\n'.replaceAll('\n', '\r\n');
    expect(conflictSides(text)).toEqual({ ours: 'a\nb\ne\n', theirs: 'a\nd\ne\n' });
  });
});

describe('mergeAfterHandWork', () => {
  test('on the markers that the merge left changes nothing', () => {
    forAny((base, ours, theirs) => {
      const merge = mergeLockfiles({ base, ours, theirs });
      const withTheirs = merge.conflicts.reduce((lock, conflict) => withPin(lock, conflict, conflict.theirs), merge.lockfile);
      expect(mergeAfterHandWork({ base, ours, theirs }, { ours: merge.lockfile, theirs: withTheirs })).toEqual({ ...merge, decided: [] });
    });
  });

  test('loses nothing that the other side changed when one whole side was taken', () => {
    forAny((base, ours, theirs) => {
      const merge = mergeLockfiles({ base, ours, theirs });
      const { lockfile, conflicts, decided } = mergeAfterHandWork({ base, ours, theirs }, { ours, theirs: ours });
      expect({ lockfile: nonEmpty(lockfile), conflicts, decided }).toEqual({
        lockfile: nonEmpty(merge.lockfile),
        conflicts: [],
        decided: merge.conflicts,
      });
    });
  });

  test('keeps what was pinned on purpose since', () => {
    const place = PLACES[0] as (typeof PLACES)[number];
    const purpose: LockedPrompt = { digest: digestOf('on purpose'), blob: 'f'.repeat(40) as BlobId, uses: new Map() };
    forAny((base, ours, theirs) => {
      const resolved = withPin(mergeLockfiles({ base, ours, theirs }).lockfile, place, purpose);
      const { lockfile } = mergeAfterHandWork({ base, ours, theirs }, { ours: resolved, theirs: resolved });
      expect(isSamePin(pinIn(lockfile, place), purpose)).toBe(true);
    });
  });
});

/** Environments that pin something: what a person took away by hand may leave an empty one. */
function nonEmpty({ environments }: Lockfile): Lockfile {
  return { environments: new Map([...environments].filter(([, block]) => block.size > 0)) };
}
