/** Metrics that are a share or a score by their names: rates, and what judges and scorers say. */
const SHARES = /(?:^|[_.])rate$|^(?:judge|scorer)\./;

/** Between which all values of a metric lie, where its name says so. */
export function metricBounds(metric: string): readonly [number, number] | undefined {
  return SHARES.test(metric) ? [0, 1] : undefined;
}
