import { clusteredMean } from '../statistics/clustered-mean.ts';
import { studentTQuantile } from '../statistics/distribution/student-t.ts';
import { wilsonInterval } from '../statistics/wilson.ts';
import type { Estimate } from './comparison.ts';

/** The confidence of every interval that is shown. */
export const SHOWN_CONFIDENCE = 0.95;

/** A standard error below this is rounding: the figures are all the same. */
const NO_SPREAD = 1e-12;

/** The mean of a share over cases, with its interval; undefined without cases. The case is the unit, `group` clusters cases. */
export function meanEstimate<Case extends { readonly group?: string }>(
  cases: readonly Case[],
  shareOf: (scored: Case) => number,
): Estimate | undefined {
  if (cases.length === 0) return undefined;
  // Mostly no case is of a group, and a hundred thousand lists of one would take more than the cases.
  const shares = cases.some(({ group }) => group !== undefined) ? clustersOf(cases, shareOf) : singlesOf(cases, shareOf);
  const { mean, standardError, clusters } = clusteredMean(shares);
  // Without spread t claims certainty. Wilson's interval for as many independent trials does not.
  if (isBinary(shares) || !hasSpread(standardError)) {
    return { value: mean, ...wilsonInterval(mean * clusters, clusters, SHOWN_CONFIDENCE) };
  }
  const reach = studentTQuantile((1 + SHOWN_CONFIDENCE) / 2, clusters - 1) * standardError;
  return { value: mean, low: Math.max(0, mean - reach), high: Math.min(1, mean + reach) };
}

function isBinary(clusters: Iterable<readonly number[]>): boolean {
  for (const [share, ...others] of clusters) if (others.length > 0 || (share !== 0 && share !== 1)) return false;
  return true;
}

/** Each figure by itself, in one list that holds the next as soon as it is asked for. */
function singlesOf<Case>(cases: readonly Case[], figureOf: (one: Case) => number): Iterable<readonly number[]> {
  return {
    *[Symbol.iterator]() {
      const single = [0];
      for (const one of cases) {
        single[0] = figureOf(one);
        yield single;
      }
    },
  };
}

/** True when a standard error measures something: not a single cluster, and not one figure throughout. */
export function hasSpread(standardError: number): boolean {
  return Number.isFinite(standardError) && standardError > NO_SPREAD;
}

/** Most cases score 0 or 1, or drop by 0: one list for all of them that stand alone. */
const SINGLE = new Map([0, 1].map((only) => [only, [only]] as const));

/** The figures of cases, those of one group together; a case without a group stands alone. Keeps the order. */
export function clustersOf<Case extends { readonly group?: string }>(
  cases: readonly Case[],
  figureOf: (one: Case) => number,
): (readonly number[])[] {
  const clusters: (readonly number[])[] = [];
  const named = new Map<string, number[]>();
  for (const one of cases) {
    const figure = figureOf(one);
    const { group } = one;
    if (group === undefined) {
      clusters.push(SINGLE.get(figure) ?? [figure]);
      continue;
    }
    const cluster = named.get(group);
    if (cluster !== undefined) {
      cluster.push(figure);
      continue;
    }
    const opened = [figure];
    clusters.push(opened);
    named.set(group, opened);
  }
  return clusters;
}
