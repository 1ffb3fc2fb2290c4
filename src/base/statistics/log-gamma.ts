const G = 7;
const COEFFICIENTS = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905, -0.13857109526572012,
  9.984369578019572e-6, 1.5056327351493116e-7,
];

/**
 * The natural logarithm of the gamma function, for x > 0.
 *
 * Lanczos, "A precision approximation of the gamma function" (SIAM J. Numer. Anal. B 1, 1964), with g = 7 and Godfrey's
 * nine coefficients: about 15 digits.
 */
export function logGamma(x: number): number {
  const shifted = x - 1;
  const base = shifted + G + 0.5;
  const series = COEFFICIENTS.reduce((sum, coefficient, index) => sum + coefficient / (shifted + index + 1), 0.9999999999998099);
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(series);
}
