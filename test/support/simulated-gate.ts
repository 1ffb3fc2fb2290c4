import type { Estimate, PairedStatistics } from '../../src/evals/comparison/comparison.ts';
import { evaluateGate } from '../../src/evals/gate/evaluate-gate.ts';
import type { RegressionRule } from '../../src/evals/gate/rules/gate.ts';
import type { GateVerdict } from '../../src/evals/gate/verdict.ts';
import { randomWords } from '../../src/evals/statistics/random-words.ts';
import { evalRun, type Said } from './eval-run.ts';

/** A world in which candidate and baseline answer the same cases again and again. */
export interface World {
  readonly cases: number;
  /** Answers per case. */
  readonly repeat?: number;
  /** Cases that share half of their luck. */
  readonly groupOf?: number;
  /** 0 or 1, or anything in between with this standard deviation. */
  readonly spread?: number;
  /** Share of single answers that differ between two runs of one version; for scores of 0 or 1. */
  readonly discordance?: number;
  /** True drop of the mean score. */
  readonly drop?: number;
  /** How it comes: every case a little, or a few cases altogether. */
  readonly collapses?: boolean;
  readonly scorers?: number;
  readonly rule: RegressionRule;
}

/** What became of many evaluations in one world. */
export interface Simulated {
  /** Share of evaluations whose gate failed. */
  readonly failed: number;
  /** Share whose first scorer passed its rule. */
  readonly passed: number;
  /** Share whose shown interval held the true difference. */
  readonly covered: number;
  /** Share in which the bound of the drop was below the true one. */
  readonly exceeded: number;
  /** The medians of what was printed; absent when most evaluations printed none. */
  readonly detectableDrop: number | undefined;
  readonly neededPairs: number | undefined;
}

/** Runs the gate on fresh pairs of runs of one world; the same seed gives the same. */
export function simulateGate(world: World, draws: number, seed: number): Simulated {
  const uniform = uniformOf(seed);
  const { drop = 0 } = world;
  const verdicts = Array.from({ length: draws }, () => judgedOnce(world, uniform));
  const statistics = verdicts.flatMap(({ comparison }): PairedStatistics[] => {
    const [first] = comparison?.scorers ?? [];
    return first?.statistics ? [first.statistics] : [];
  });
  const share = (kept: number) => kept / draws;
  return {
    failed: share(verdicts.filter(({ outcome }) => outcome === 'failed').length),
    passed: share(verdicts.filter(({ checks }) => checks[0]?.verdict === 'pass').length),
    covered: share(statistics.filter(({ delta }) => holds(delta, -drop)).length),
    exceeded: share(statistics.filter(({ largestDrop }) => largestDrop < drop - 1e-9).length),
    detectableDrop: median(statistics.map(({ detectableDrop }) => detectableDrop ?? Number.POSITIVE_INFINITY)),
    neededPairs: median(statistics.map(({ neededPairs }) => neededPairs ?? Number.POSITIVE_INFINITY)),
  };
}

/** The most that so many draws may show of a share that is truly this one: three standard deviations more. */
export function atMost(share: number, draws: number): number {
  return share + 3 * Math.sqrt((share * (1 - share)) / draws);
}

type Uniform = () => number;

function uniformOf(seed: number): Uniform {
  const words = randomWords(seed);
  return () => words() / 2 ** 32;
}

function judgedOnce(world: World, uniform: Uniform): GateVerdict {
  const { cases, scorers = 1, groupOf = 1, rule } = world;
  const names = Array.from({ length: scorers }, (_, index) => `scorer-${index}`);
  const sides = { baseline: {} as Record<string, Said[][]>, candidate: {} as Record<string, Said[][]> };
  for (const name of names) Object.assign(sides, withColumn(sides, name, world, uniform));
  const groups = groupOf > 1 ? { groups: Array.from({ length: cases }, (_, row) => `group-${Math.floor(row / groupOf)}`) } : {};
  return evaluateGate({
    candidate: evalRun({ scores: sides.candidate, ...groups }),
    baseline: evalRun({ scores: sides.baseline, ...groups }),
    gate: { scorers: new Map(names.map((name) => [name, { regression: rule }])), maxErrorRate: 0, mustPassTags: [] },
  });
}

function withColumn(sides: Record<'baseline' | 'candidate', Record<string, Said[][]>>, name: string, world: World, uniform: Uniform) {
  const { cases, repeat = 1, groupOf = 1, spread, drop = 0, collapses = false } = world;
  const ease = spread === undefined ? (1 + Math.sqrt(1 - 2 * (world.discordance ?? 0.1))) / 2 : 0.5;
  const luck = { baseline: uniform, candidate: uniform };
  const column = (side: 'baseline' | 'candidate') => {
    let shared = 0;
    return Array.from({ length: cases }, (_, row) => {
      if (row % groupOf === 0) shared = luck[side]();
      const lost = side === 'baseline' ? 0 : lossOf(drop, ease, collapses, uniform);
      return Array.from({ length: repeat }, () => {
        const chance = groupOf > 1 && uniform() < 0.5 ? shared : uniform();
        if (spread === undefined) return chance < ease - lost ? 1 : 0;
        return clamp(ease - lost + spread * Math.sqrt(12) * (chance - 0.5));
      });
    });
  };
  return {
    baseline: { ...sides.baseline, [name]: column('baseline') },
    candidate: { ...sides.candidate, [name]: column('candidate') },
  };
}

function lossOf(drop: number, ease: number, collapses: boolean, uniform: Uniform): number {
  if (!collapses) return drop;
  return uniform() < drop / ease ? ease : 0;
}

function clamp(score: number): number {
  return Math.min(1, Math.max(0, score));
}

function holds({ low, high }: Estimate, truth: number): boolean {
  return low <= truth + 1e-9 && high >= truth - 1e-9;
}

function median(values: readonly number[]): number | undefined {
  const middle = values.toSorted((left, right) => left - right)[values.length >> 1];
  return middle !== undefined && Number.isFinite(middle) ? middle : undefined;
}
