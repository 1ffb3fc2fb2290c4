/** A bound on the work of one comparison: two small schemas can ask for more steps than there is time. */
export interface Effort {
  /** Takes steps, one unless told; false when none is left, and whoever asks must do without. */
  spend(count?: number): boolean;
  readonly isSpent: boolean;
}

/** So many steps, all told. */
export function effortOf(steps: number): Effort {
  let left = steps;
  return {
    spend(count = 1) {
      left -= count;
      return left >= 0;
    },
    get isSpent() {
      return left < 0;
    },
  };
}
