/** A mean over units that come in clusters, with an error that does not count the members of a cluster as independent. */
export interface ClusteredMean {
  readonly mean: number;
  /** Infinite for a single cluster, which says nothing about spread. */
  readonly standardError: number;
  readonly clusters: number;
}

/**
 * The mean of all members and its cluster-robust standard error, with the small-sample factor G / (G − 1).
 *
 * Liang and Zeger (Biometrika 73, 1986); for evals, Miller, "Adding error bars to evals" (2024), equation 4. With one member
 * per cluster it is the ordinary standard error. For at least one member.
 *
 * @param clusters gone through twice.
 */
export function clusteredMean(clusters: Iterable<readonly number[]>): ClusteredMean {
  let [total, members, count] = [0, 0, 0];
  for (const cluster of clusters) {
    for (const member of cluster) total += member;
    members += cluster.length;
    count += 1;
  }
  const mean = total / members;
  if (count < 2) return { mean, standardError: Number.POSITIVE_INFINITY, clusters: count };
  let squares = 0;
  for (const cluster of clusters) {
    let deviation = 0;
    for (const member of cluster) deviation += member - mean;
    squares += deviation ** 2;
  }
  return { mean, standardError: Math.sqrt((squares * count) / (count - 1)) / members, clusters: count };
}
