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
  const clusters = byGroup(cases, ({ group }) => group).map((members) => members.map(shareOf));
  const { mean, standardError } = clusteredMean(clusters);
  const isBinary = clusters.every((members) => members.length === 1 && members.every((share) => share === 0 || share === 1));
  // Without spread t claims certainty. Wilson's interval for as many independent trials does not.
  if (isBinary || !hasSpread(standardError)) {
    return { value: mean, ...wilsonInterval(mean * clusters.length, clusters.length, SHOWN_CONFIDENCE) };
  }
  const reach = studentTQuantile((1 + SHOWN_CONFIDENCE) / 2, clusters.length - 1) * standardError;
  return { value: mean, low: Math.max(0, mean - reach), high: Math.min(1, mean + reach) };
}

/** True when a standard error measures something: not a single cluster, and not one figure throughout. */
export function hasSpread(standardError: number): boolean {
  return Number.isFinite(standardError) && standardError > NO_SPREAD;
}

/** Items of one group together; an item without a group stands alone. Keeps the order. */
export function byGroup<Item>(items: readonly Item[], groupOf: (item: Item) => string | undefined): Item[][] {
  const clusters: Item[][] = [];
  const named = new Map<string, Item[]>();
  for (const item of items) {
    const group = groupOf(item);
    const cluster = group === undefined ? undefined : named.get(group);
    if (cluster !== undefined) {
      cluster.push(item);
      continue;
    }
    const opened = [item];
    clusters.push(opened);
    if (group !== undefined) named.set(group, opened);
  }
  return clusters;
}
