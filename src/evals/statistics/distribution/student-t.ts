import { incompleteBeta } from './incomplete-beta.ts';

/** The chance that Student's t with this many degrees of freedom is at most `t` (DLMF 8.17, Abramowitz and Stegun 26.7.1). */
export function studentTCdf(t: number, freedom: number): number {
  const tail = 0.5 * incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
  return t > 0 ? 1 - tail : tail;
}

/** The t below which this share lies, for 0 < share < 1: bisection of the cdf, which never misses, to the last bit. */
export function studentTQuantile(share: number, freedom: number): number {
  if (share < 0.5) return -studentTQuantile(1 - share, freedom);
  let low = 0;
  let high = 1;
  while (studentTCdf(high, freedom) < share) high *= 2;
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (studentTCdf(middle, freedom) < share) low = middle;
    else high = middle;
  }
  return high;
}
