import { logGamma } from './log-gamma.ts';

const PRECISION = 1e-16;
const TINY = 1e-300;
/** Both ways need some √a terms beyond the mean, so this is far beyond any use here. */
const MAX_TERMS = 100_000;

/** The regularised upper incomplete gamma function Q(a, x), for a > 0 and x ≥ 0 (DLMF 8.2.4). */
export function upperIncompleteGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  // Each way converges fast on its side of the mean only.
  return x < a + 1 ? 1 - front * lowerSeries(a, x) : front * upperFraction(a, x);
}

/** Power series DLMF 8.11.4. */
function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n <= MAX_TERMS && Math.abs(term) > PRECISION * sum; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Continued fraction DLMF 8.9.2, evaluated by Lentz's method as modified by Thompson and Barnett (1986). */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n <= MAX_TERMS; n += 1) {
    const step = -n * (n - a);
    b += 2;
    d = 1 / awayFromZero(step * d + b);
    c = awayFromZero(b + step / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < PRECISION) break;
  }
  return fraction;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
