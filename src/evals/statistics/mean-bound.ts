import { largestUnseenRate } from './clopper-pearson.ts';
import { clusteredMean } from './clustered-mean.ts';
import { studentTQuantile } from './distribution/student-t.ts';

/**
 * The largest mean of values within −1…1 that the data still allow, one-sided; for at least one member.
 *
 * Student's t alone is wrong up to 37 % of the time where few cases drop far (docs/gates.md): their spread is not in the sample yet.
 * So three things are added. The skewness of what was seen, after Johnson, "Modified t tests and confidence intervals for
 * asymmetrical populations" (JASA 73, 1978), only where it widens. One more cluster as bad as the worst seen, since such
 * come in ones. And never less than what a full drop in clusters of a kind that none of so many showed could hide.
 */
export function largestMean(clusters: readonly (readonly number[])[], confidence: number): number {
  const { mean, standardError } = clusteredMean(clusters);
  if (!Number.isFinite(standardError)) return 1;
  const t = studentTQuantile(confidence, clusters.length - 1);
  const reached = mean + t * standardError + tailReach(clusters, mean, t);
  return Math.min(1, Math.max(reached, largestUnseenRate(clusters.length, confidence)));
}

/** What has to be added to t because high values are rare and come one at a time; falls with 1 / n. */
export function tailReach(clusters: readonly (readonly number[])[], mean: number, t: number): number {
  const members = clusters.reduce((total, cluster) => total + cluster.length, 0);
  const scale = clusters.length / members;
  const sums = clusters.map((cluster) => cluster.reduce((total, member) => total + member, 0));
  const residuals = clusters.map((cluster, index) => ((sums[index] ?? 0) - cluster.length * mean) * scale);
  const squares = moment(residuals, 2);
  const skew = squares > 0 ? Math.max(0, moment(residuals, 3) / squares) : 0;
  const worst = sums.reduce((highest, sum) => Math.max(highest, sum), 0);
  return (skew * (1 + 2 * t * t)) / (6 * clusters.length) + worst / members;
}

function moment(values: readonly number[], power: number): number {
  return values.reduce((total, value) => total + value ** power, 0) / values.length;
}
