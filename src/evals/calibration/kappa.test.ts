import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cohenKappa, NOMINAL, QUADRATIC } from './kappa.ts';

/** 200 subjects in three categories: Fleiss, Cohen and Everitt 1969, the example of the paper. */
const PAPER = [
  [106, 10, 4],
  [22, 28, 10],
  [2, 12, 6],
];
const PAPER_WEIGHTS = [
  [1, 0, 0.4444],
  [0, 1, 0.6667],
  [0.4444, 0.6667, 1],
];

const table = fc
  .integer({ min: 2, max: 5 })
  .chain((size) => fc.array(fc.array(fc.nat(30), { minLength: size, maxLength: size }), { minLength: size, maxLength: size }));

describe('cohenKappa', () => {
  test('gives κ and its error as in the paper that derived the error', () => {
    const kappa = cohenKappa(PAPER, NOMINAL);
    expect(kappa?.value).toBeCloseTo(0.429, 3);
    expect((kappa?.standardError ?? 0) ** 2).toBeCloseTo(0.002885, 6);
  });

  test('gives weighted κ and its error as in that paper', () => {
    const kappa = cohenKappa(PAPER, (row, column) => PAPER_WEIGHTS[row]?.[column] ?? 0);
    expect(kappa?.value).toBeCloseTo(0.507, 3);
    expect((kappa?.standardError ?? 0) ** 2).toBeCloseTo(0.003248, 6);
  });

  test.each([
    // https://en.wikipedia.org/wiki/Cohen%27s_kappa: 50 grant proposals.
    [
      'of Wikipedia',
      [
        [20, 5],
        [10, 15],
      ],
      0.4,
    ],
    // https://scikit-learn.org: cohen_kappa_score(["negative", "positive", "negative", "neutral", "positive"], ["negative", "positive", "negative", "neutral", "negative"])
    [
      'of scikit-learn',
      [
        [2, 0, 0],
        [0, 1, 0],
        [1, 0, 1],
      ],
      0.6875,
    ],
    [
      'of no agreement beyond chance',
      [
        [25, 25],
        [25, 25],
      ],
      0,
    ],
    [
      'of agreement always',
      [
        [30, 0],
        [0, 20],
      ],
      1,
    ],
  ] as const)('gives the figure %s', (_, counts, kappa) => {
    expect(cohenKappa(counts, NOMINAL)?.value).toBeCloseTo(kappa, 12);
  });

  test('says nothing where both raters know one verdict only', () => {
    expect(
      cohenKappa(
        [
          [12, 0],
          [0, 0],
        ],
        NOMINAL,
      ),
    ).toBeUndefined();
    expect(
      cohenKappa(
        [
          [0, 0],
          [0, 0],
        ],
        NOMINAL,
      ),
    ).toBeUndefined();
  });

  test('counts a near miss as better than a far one, where verdicts are ordered', () => {
    const near = [
      [10, 3, 0],
      [3, 10, 3],
      [0, 3, 10],
    ];
    const far = [
      [10, 0, 3],
      [0, 16, 0],
      [3, 0, 10],
    ];
    expect(cohenKappa(near, QUADRATIC)?.value).toBeGreaterThan(cohenKappa(far, QUADRATIC)?.value ?? 1);
  });

  test('is the same with the raters exchanged, between −1 and 1, and inside of its interval', () => {
    fc.assert(
      fc.property(table, fc.constantFrom(NOMINAL, QUADRATIC), (counts, agreement) => {
        const kappa = cohenKappa(counts, agreement);
        const exchanged = cohenKappa(
          counts.map((_, column) => counts.map((row) => row[column] ?? 0)),
          agreement,
        );
        if (kappa === undefined) return expect(exchanged).toBeUndefined();
        expect(exchanged?.value).toBeCloseTo(kappa.value, 9);
        expect(kappa.value).toBeLessThanOrEqual(1 + 1e-9);
        expect(kappa.low).toBeLessThanOrEqual(kappa.value + 1e-9);
        expect(kappa.high).toBeGreaterThanOrEqual(kappa.value - 1e-9);
      }),
    );
  });

  test('is the same for two verdicts with either weights', () => {
    const counts = [
      [20, 5],
      [10, 15],
    ];
    expect(cohenKappa(counts, QUADRATIC)).toEqual(cohenKappa(counts, NOMINAL));
  });
});
