import { randomWords } from '../../src/evals/statistics/random-words.ts';
import type { RolloutFile } from '../../src/release/rollout/rollout-schema.ts';
import { judgeRollout } from '../../src/release/rollout/verdict/judge-rollout.ts';
import type { UnitMeans } from '../../src/release/rollout/verdict/metric-source.ts';
import type { RolloutVerdict } from '../../src/release/rollout/verdict/rollout-verdict.ts';
import { CANARY } from './stepped-rollout.ts';

/** Draws the mean of one unit, from fair draws between 0 and 1. */
export type UnitDraw = (uniform: () => number) => number;

/** Traffic that two sides share, looked at again and again. */
export interface CanaryWorld {
  readonly control: UnitDraw;
  readonly candidate: UnitDraw;
  /** Share of the units that the candidate really gets. */
  readonly share?: number;
  /** How many units come between two looks, and how often one looks. */
  readonly unitsPerLook: number;
  readonly looks: number;
  readonly margin: number;
  readonly bounds?: readonly [number, number];
  /** Guardrails that all measure the same kind of thing, each with luck of its own. */
  readonly metrics?: number;
}

/** What became of many canaries in one world. */
export interface SimulatedCanaries {
  /** Share that was ever called worse, and that was ever called fine before that. */
  readonly worse: number;
  readonly fine: number;
  /** Share whose split was ever called broken. */
  readonly broken: number;
  /** The look at which half of those that were called worse had been. */
  readonly medianLook: number | undefined;
}

/** Runs the verdict on fresh traffic of one world, at every look; the same seed gives the same. */
export function simulateCanaries(world: CanaryWorld, draws: number, seed: number): SimulatedCanaries {
  const words = randomWords(seed);
  const uniform = () => words() / 2 ** 32;
  const ends = Array.from({ length: draws }, () => simulateOnce(world, uniform));
  const share = (kept: readonly unknown[]) => kept.length / draws;
  const looks = ends.flatMap(({ worseAt }) => worseAt ?? []).sort((one, other) => one - other);
  return {
    worse: share(looks),
    fine: share(ends.filter(({ isFine }) => isFine)),
    broken: share(ends.filter(({ isBroken }) => isBroken)),
    medianLook: looks[looks.length >> 1],
  };
}

/** One unit that fails with this chance. */
export const failing =
  (chance: number): UnitDraw =>
  (uniform) =>
    uniform() < chance ? 1 : 0;

/** A latency around this one, log-normal: a few take several times as long. */
export const slow =
  (middle: number): UnitDraw =>
  (uniform) =>
    middle * Math.exp(0.8 * Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()));

function simulateOnce(world: CanaryWorld, uniform: () => number) {
  const { looks, unitsPerLook, share = 0.5, metrics = 1, margin } = world;
  const names = Array.from({ length: metrics }, (_, index) => `metric-${index}`);
  const rollout: RolloutFile = { ...CANARY, guardrails: names.map((metric) => ({ metric, worse: 'up', margin, do: 'rollback' })) };
  const seen = { control: names.map(nothing), candidate: names.map(nothing) };
  let isFine = false;
  let isBroken = false;
  for (let look = 1; look <= looks; look += 1) {
    for (let unit = 0; unit < unitsPerLook; unit += 1) {
      const side = uniform() < share ? 'candidate' : 'control';
      for (const means of seen[side]) add(means, world[side](uniform));
    }
    const verdict = judged(rollout, names, seen, world.bounds);
    isBroken ||= verdict.split.isBroken;
    if (verdict.guardrails.some((guardrail) => guardrail.verdict === 'worse')) return { worseAt: look, isFine, isBroken };
    isFine ||= verdict.guardrails.every((guardrail) => guardrail.verdict === 'fine');
  }
  return { worseAt: undefined, isFine, isBroken };
}

type Tally = { -readonly [Name in keyof UnitMeans]: UnitMeans[Name] };

const nothing = (): Tally => ({ units: 0, sum: 0, sumOfSquares: 0 });

function add(means: Tally, value: number): void {
  means.units += 1;
  means.sum += value;
  means.sumOfSquares += value * value;
}

function judged(
  rollout: RolloutFile,
  names: readonly string[],
  seen: Record<'control' | 'candidate', Tally[]>,
  bounds: CanaryWorld['bounds'],
): RolloutVerdict {
  const metrics = names.map((name, index) => {
    const variants = { control: seen.control[index] ?? nothing(), candidate: seen.candidate[index] ?? nothing() };
    return [name, { variants, ...(bounds ? { bounds } : {}) }];
  });
  const exposed = { control: seen.control[0]?.units ?? 0, candidate: seen.candidate[0]?.units ?? 0 };
  return judgeRollout(rollout, { exposed, metrics: Object.fromEntries(metrics) });
}
