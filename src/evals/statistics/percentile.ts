/** The smallest of the values that at least this share of them do not exceed (nearest rank): always a value that occurred. */
export function percentile(values: ArrayLike<number>, share: number): number | undefined {
  // Sorted as numbers, without asking about each pair: there may be a million.
  const ascending = Float64Array.from(values).sort();
  return ascending[Math.max(0, Math.ceil(share * ascending.length - 1e-9) - 1)];
}
