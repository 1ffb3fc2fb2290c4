/** The smallest of the values that at least this share of them do not exceed (nearest rank): always a value that occurred. */
export function percentile(values: readonly number[], share: number): number | undefined {
  const ascending = values.toSorted((left, right) => left - right);
  return ascending[Math.max(0, Math.ceil(share * ascending.length - 1e-9) - 1)];
}
