import type { Bound } from './gate.ts';

const BOUND = /^\s*(>=|<=|=|>|<)\s*(\d+(?:\.\d+)?|\.\d+)\s*(%|ms|s)?\s*$/;

/**
 * Reads a bound as a suite writes it: `">= 0.9"`, `"= 1"`, `">= 90 %"`, `"<= 2s"`.
 *
 * Percentages become shares and seconds milliseconds. Undefined for anything else, a bare number included:
 * a bound without a direction is a guess.
 */
export function parseBound(text: string): Bound | undefined {
  const match = BOUND.exec(text);
  if (match === null) return undefined;
  const [, operator, figure, unit] = match;
  return { operator: operator as Bound['operator'], value: inBaseUnit(Number(figure), unit) };
}

function inBaseUnit(figure: number, unit: string | undefined): number {
  // Dividing keeps 90 % exactly 0.9; multiplying by 0.01 misses some figures by one bit.
  if (unit === '%') return figure / 100;
  return unit === 's' ? figure * 1000 : figure;
}
