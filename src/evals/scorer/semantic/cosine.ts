/** The cosine of the angle between two vectors, −1 … 1; undefined where there is none: other lengths, or a vector of zeros. */
export function cosine(left: readonly number[], right: readonly number[]): number | undefined {
  if (left.length !== right.length) return undefined;
  // Divided by its largest member first: squares of very large and very small members would leave the range.
  const [a, b] = [scaled(left), scaled(right)];
  const product = (one: readonly number[], other: readonly number[]) =>
    one.reduce((sum, member, index) => sum + member * (other[index] ?? 0), 0);
  const lengths = Math.sqrt(product(a, a)) * Math.sqrt(product(b, b));
  return lengths > 0 ? product(a, b) / lengths : undefined;
}

function scaled(vector: readonly number[]): readonly number[] {
  const largest = vector.reduce((most, member) => Math.max(most, Math.abs(member)), 0);
  return largest > 0 ? vector.map((member) => member / largest) : vector;
}
