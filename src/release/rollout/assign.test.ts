import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Digest } from '../../base/digest.ts';
import { chiSquareTail } from '../../base/statistics/chi-square-tail.ts';
import { assign } from './assign.ts';
import type { ServedRollout } from './served-rollout.ts';

const digestOf = (digit: string) => `sha256:${digit.repeat(64)}` as Digest;
const CONTROL = digestOf('a');
const CANARY: ServedRollout = {
  id: 'r1',
  mode: 'canary',
  seed: 'triage',
  unit: ['userId', 'sessionId'],
  control: CONTROL,
  variants: [{ id: 'candidate', version: digestOf('b'), weight: 1 }],
  coverage: 0.1,
};
const USERS = Array.from({ length: 10_000 }, (_, index) => ({ userId: `user-${index}` }));

describe('the order of what decides', () => {
  const all: ServedRollout = {
    ...CANARY,
    coverage: 1,
    holdout: { name: 'q3', share: 1 },
    exclusive: { group: 'support', range: [0, 0.000_01] },
    rules: [
      { if: { plan: 'beta' }, serve: 'candidate' },
      { if: { country: { in: ['DE'] } }, serve: 'control' },
    ],
  };
  const { holdout: _holdout, ...withoutHoldout } = all;
  const { exclusive: _exclusive, ...withoutRange } = withoutHoldout;

  test.each<[string, ServedRollout, Record<string, string>, string, string]>([
    ['a rule comes first, and the first of them', all, { userId: 'u', plan: 'beta', country: 'DE' }, 'candidate', 'rule'],
    ['a rule needs no unit', all, { country: 'DE' }, 'control', 'rule'],
    ['then the unit must be there', all, { plan: 'free' }, 'control', 'no-unit'],
    ['then the holdout', all, { userId: 'u' }, 'control', 'holdout'],
    ['then the exclusive range', withoutHoldout, { userId: 'u' }, 'control', 'exclusive'],
    ['then the draw', withoutRange, { userId: 'u' }, 'candidate', 'draw'],
    ['outside of what is covered control is served', { ...withoutRange, coverage: 0 }, { userId: 'u' }, 'control', 'uncovered'],
  ])('%s', (_what, rollout, context, variant, reason) => {
    expect(assign(rollout, context)).toMatchObject({ variant, reason, version: variant === 'control' ? CONTROL : digestOf('b') });
  });

  test('only what was drawn is ever compared', () => {
    const experiment = { ...all, mode: 'experiment' as const };
    fc.assert(
      fc.property(fc.constantFrom(all, withoutHoldout, withoutRange, experiment), contexts(), (rollout, context) => {
        const { reason, compared } = assign(rollout, context);
        expect(compared && reason !== 'draw').toBe(false);
      }),
    );
  });
});

describe('the unit', () => {
  test.each<[string, Record<string, string | number | boolean | null>, string | undefined]>([
    ['is the first attribute that is given', { sessionId: 's', userId: 'u' }, 'u'],
    ['passes over what is empty', { userId: '', sessionId: 's' }, 's'],
    ['passes over null', { userId: null, sessionId: 's' }, 's'],
    ['may be the number 0', { userId: 0 }, '0'],
    ['is none that every object has', {}, undefined],
  ])('%s', (_what, context, unit) => {
    expect(assign({ ...CANARY, unit: [...CANARY.unit, 'constructor'] }, context).unit).toBe(unit);
  });
});

describe('growing coverage', () => {
  test('never moves a unit out of a variant or between two, and no compared unit to another side', () => {
    fc.assert(
      fc.property(rollouts(), coverages(), fc.string(), (rollout, [less, more], userId) => {
        const before = assign({ ...rollout, coverage: less }, { userId });
        const after = assign({ ...rollout, coverage: more }, { userId });
        if (before.variant !== 'control') expect(after.variant).toBe(before.variant);
        if (before.compared && after.compared) expect(after.variant).toBe(before.variant);
      }),
      { numRuns: 500 },
    );
  });

  test('covers as many as it says, from none to all', () => {
    for (const coverage of [0, 0.01, 0.1, 0.5, 0.9, 1]) {
      const covered = USERS.filter((user) => assign({ ...CANARY, coverage }, user).variant === 'candidate').length;
      expect(Math.abs(covered / USERS.length - coverage)).toBeLessThanOrEqual(3 * Math.sqrt((coverage * (1 - coverage)) / USERS.length));
    }
  });
});

describe('weights', () => {
  const variants = [
    { id: 'control', version: CONTROL, weight: 2 },
    { id: 'short', version: digestOf('c'), weight: 3 },
    { id: 'long', version: digestOf('d'), weight: 5 },
  ];

  test.each(['triage', 'tone', '日本'])('are respected with seed %s, at full coverage and below', (seed) => {
    for (const coverage of [1, 0.4]) {
      const counts = compared({ ...CANARY, mode: 'experiment', variants, seed, coverage });
      expect(chanceOf(counts, { control: 2, short: 3, long: 5 })).toBeGreaterThan(0.001);
    }
  });

  test.each([0.01, 0.1, 0.5, 0.8])('a canary over %d compares as many of control as of its variants', (coverage) => {
    const counts = compared({ ...CANARY, variants: variants.slice(1), coverage });
    expect(chanceOf(counts, { control: 8, short: 3, long: 5 })).toBeGreaterThan(0.001);
  });
});

test('two seeds draw as if they knew nothing of each other', () => {
  const half = { ...CANARY, coverage: 0.5 };
  const counts: Record<string, number> = {};
  for (const user of USERS) {
    const cell = `${assign(half, user).variant} ${assign({ ...half, seed: 'tone' }, user).variant}`;
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  const even = { 'control control': 1, 'control candidate': 1, 'candidate control': 1, 'candidate candidate': 1 };
  expect(chanceOf(counts, even)).toBeGreaterThan(0.001);
});

test('ranges of one group that are apart share no unit, and leave none out', () => {
  const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
  fc.assert(
    fc.property(share, fc.string({ minLength: 1 }), fc.string(), (middle, userId, seed) => {
      const touches = (range: [number, number], own: string) =>
        assign({ ...CANARY, coverage: 1, seed: own, exclusive: { group: 'g', range } }, { userId }).reason !== 'exclusive';
      expect([touches([0, middle], seed), touches([middle, 1], 'other')].filter(Boolean)).toHaveLength(1);
    }),
  );
});

test('a holdout is honoured by every rollout that has it, whatever its seed, mode and coverage', () => {
  fc.assert(
    fc.property(
      rollouts(),
      rollouts(),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.string({ minLength: 1 }),
      (one, other, share, userId) => {
        const holdout = { name: 'q3', share };
        const isHeldOut = (rollout: ServedRollout) => assign({ ...rollout, holdout }, { userId }).reason === 'holdout';
        expect(isHeldOut(one)).toBe(isHeldOut(other));
      },
    ),
  );
});

test('the order of the members of a context means nothing', () => {
  const rollout: ServedRollout = {
    ...CANARY,
    coverage: 0.5,
    rules: [{ if: { plan: { in: ['beta'] }, age: { gt: 3 } }, serve: 'candidate' }],
  };
  fc.assert(
    fc.property(contexts(), (context) => {
      expect(assign(rollout, Object.fromEntries(Object.entries(context).reverse()))).toEqual(assign(rollout, context));
    }),
  );
});

function compared(rollout: ServedRollout): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const user of USERS) {
    const assignment = assign(rollout, user);
    if (assignment.compared) counts[assignment.variant] = (counts[assignment.variant] ?? 0) + 1;
  }
  return counts;
}

function chanceOf(counts: Record<string, number>, weights: Record<string, number>): number {
  expect(Object.keys(counts).sort()).toEqual(Object.keys(weights).sort());
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const weight = Object.values(weights).reduce((sum, one) => sum + one, 0);
  const terms = Object.entries(weights).map(([id, one]) => ((counts[id] ?? 0) - (all * one) / weight) ** 2 / ((all * one) / weight));
  return chiSquareTail(
    terms.reduce((sum, term) => sum + term, 0),
    terms.length - 1,
  );
}

function coverages() {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  return fc.tuple(share, share).map(([one, other]): [number, number] => [Math.min(one, other), Math.max(one, other)]);
}

function contexts() {
  return fc.record(
    {
      userId: fc.string(),
      sessionId: fc.string(),
      plan: fc.constantFrom('free', 'beta'),
      age: fc.integer(),
      country: fc.constantFrom('DE', 'US'),
    },
    { requiredKeys: [] },
  );
}

function rollouts() {
  return fc
    .record({
      mode: fc.constantFrom<ServedRollout['mode'][]>('canary', 'experiment', 'flag'),
      seed: fc.string(),
      weights: fc.array(fc.double({ min: 0.001, max: 100, noNaN: true }), { minLength: 1, maxLength: 6 }),
      coverage: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ mode, seed, weights, coverage }): ServedRollout => {
      const variants = weights.map((weight, index) => ({ id: `v${index}`, version: digestOf(String(index + 1)), weight }));
      if (mode === 'experiment') variants.push({ id: 'control', version: CONTROL, weight: 1 });
      return { ...CANARY, mode, seed, coverage, variants };
    });
}
