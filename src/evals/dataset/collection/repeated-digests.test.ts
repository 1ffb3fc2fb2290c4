import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../../base/digest.ts';
import { RepeatedDigests } from './repeated-digests.ts';
import type { Spill } from './spill.ts';

/** A spill that is in memory after all, and knows whether it was closed. */
function spillInMemory() {
  const bytes: number[] = [];
  const state = { isClosed: false, bytes };
  const open = (): Spill => ({
    append: (more) => void bytes.push(...more),
    read: (position, into) => into.set(bytes.slice(position, position + into.length)),
    close: () => {
      state.isClosed = true;
    },
  });
  return { ...state, open, isClosed: () => state.isClosed };
}

interface Row {
  readonly look: number;
  readonly detail: number;
}
const rows = fc.array(fc.record({ look: fc.nat(30), detail: fc.nat(3) }), { maxLength: 60 });
const whereOf = (at: number) => ({ file: at < 20 ? 'a.jsonl' : 'b.jsonl', line: at + 1, column: 1 });

/** What is told of rows, at once or at the end: line, line of the first, and whether the detail was seen. */
function toldOf(given: readonly Row[], digests: RepeatedDigests) {
  const atOnce = given.map(({ look, detail }, at) => digests.add(digestOf(look), whereOf(at), detail)).filter((told) => told !== undefined);
  return { atOnce: atOnce.length, late: digests.late().map(({ where, first, isSameDetail }) => [where.line, first, isSameDetail]) };
}

function expectedOf(given: readonly Row[]) {
  return given.flatMap(({ look, detail }, at) => {
    const earlier = given.slice(0, at);
    const first = earlier.findIndex((one) => one.look === look);
    if (first === -1) return [];
    return [[at + 1, whereOf(first), earlier.some((one) => one.look === look && one.detail === detail)]];
  });
}

describe('rows that are alike', () => {
  test('are found outside of memory as they are in it, wherever the rows leave it', () => {
    fc.assert(
      fc.property(rows, fc.nat(40), (given, most) => {
        const spill = spillInMemory();
        const spilled = new RepeatedDigests(spill.open, most + 1);
        const kept = new RepeatedDigests();
        const expected = expectedOf(given);
        const told = toldOf(given, spilled);
        expect(toldOf(given, kept)).toEqual({ atOnce: expected.length, late: [] });
        expect(told.late).toEqual(expected.slice(told.atOnce));
        expect([...spilled.sorted()]).toEqual([...kept.sorted()]);
        expect(spilled.size()).toBe(kept.size());
      }),
    );
  });

  test('are written in pieces and found across them', () => {
    const spill = spillInMemory();
    const digests = new RepeatedDigests(spill.open, 1);
    const distinct = 400;
    // All of one partition: those digests that begin alike.
    const chosen = Array.from({ length: distinct * 256 }, (_, at) => digestOf(at)).filter((digest) => digest.startsWith('sha256:00'));
    for (const [at, digest] of [...chosen, ...chosen].entries()) digests.add(digest, whereOf(at));
    expect(spill.bytes.length).toBeGreaterThan(0);
    expect(digests.size()).toBe(chosen.length);
    expect(digests.late().map(({ where, first }) => where.line - first.line)).toEqual(chosen.map(() => chosen.length));
    expect([...digests.sorted()]).toEqual([...chosen].sort());
    digests.close();
    expect(spill.isClosed()).toBe(true);
  });
});
