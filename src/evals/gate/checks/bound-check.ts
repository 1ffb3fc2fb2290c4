import { figureText } from '../figure-text.ts';
import type { Bound } from '../rules/gate.ts';

/** Sums of shares differ from what is written in the last bits: 0.8999999999999999 keeps `>= 0.9`. */
const SAME = 1e-9;

/** True when a figure keeps a bound. Nothing keeps a bound by being no number. */
export function keepsBound(figure: number, { operator, value }: Bound): boolean {
  const isSame = Math.abs(figure - value) <= SAME;
  switch (operator) {
    case '>=':
      return isSame || figure > value;
    case '<=':
      return isSame || figure < value;
    case '>':
      return !isSame && figure > value;
    case '<':
      return !isSame && figure < value;
    case '=':
      return isSame;
  }
}

/** A bound as a suite writes it. */
export function boundText({ operator, value }: Bound): string {
  return `${operator} ${figureText(value)}`;
}
