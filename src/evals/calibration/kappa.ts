import type { Estimate } from '../comparison/comparison.ts';
import { normalQuantile } from '../statistics/distribution/normal-quantile.ts';

/** How far two verdicts agree, by their places in the list of verdicts: 1 for the same, less for others. */
export type Agreement = (one: number, other: number, categories: number) => number;

/** For verdicts without an order: the same or not. */
export const NOMINAL: Agreement = (one, other) => (one === other ? 1 : 0);

/** For ordered verdicts: the loss grows with the square of the distance. */
export const QUADRATIC: Agreement = (one, other, categories) => 1 - ((one - other) / Math.max(1, categories - 1)) ** 2;

/** Agreement of two raters beyond what their own habits would give by chance. */
export interface Kappa extends Estimate {
  readonly standardError: number;
}

/**
 * Cohen's κ of a table of counts (rows: one rater, columns: the other), weighted by the agreement of verdicts, with its
 * large-sample interval at 95 %.
 *
 * Cohen, Educational and Psychological Measurement 20, 1960; Fleiss, Cohen and Everitt, Psychological Bulletin 72, 1969.
 * Undefined where chance alone would agree always, as when both raters only know one verdict: there is nothing to measure.
 */
export function cohenKappa(counts: readonly (readonly number[])[], agreement: Agreement): Kappa | undefined {
  const size = counts.length;
  const total = sum(counts.flat());
  if (total === 0) return undefined;
  const share = (row: number, column: number) => (counts[row]?.[column] ?? 0) / total;
  const all = Array.from({ length: size }, (_, index) => index);
  const rows = all.map((row) => sum(all.map((column) => share(row, column))));
  const columns = all.map((column) => sum(all.map((row) => share(row, column))));
  const weight = (row: number, column: number) => agreement(row, column, size);
  const overCells = (figure: (row: number, column: number) => number) =>
    sum(all.flatMap((row) => all.map((column) => figure(row, column))));

  const observed = overCells((row, column) => weight(row, column) * share(row, column));
  const chance = overCells((row, column) => weight(row, column) * (rows[row] ?? 0) * (columns[column] ?? 0));
  const room = 1 - chance;
  if (room < 1e-12) return undefined;
  const value = (observed - chance) / room;

  const rowWeights = all.map((row) => sum(all.map((column) => weight(row, column) * (columns[column] ?? 0))));
  const columnWeights = all.map((column) => sum(all.map((row) => weight(row, column) * (rows[row] ?? 0))));
  const spread = overCells((row, column) => {
    const habits = (rowWeights[row] ?? 0) + (columnWeights[column] ?? 0);
    return share(row, column) * (weight(row, column) * room - habits * (1 - observed)) ** 2;
  });
  const variance = (spread - (observed * chance - 2 * chance + observed) ** 2) / (total * room ** 4);
  const standardError = Math.sqrt(Math.max(0, variance));
  const reach = normalQuantile(0.975) * standardError;
  return { value, low: Math.max(-1, value - reach), high: Math.min(1, value + reach), standardError };
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0);
}
