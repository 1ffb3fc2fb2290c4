/** Numbers in the order they came, eight bytes each: a list of a million plain values costs several times that. */
export class NumberList {
  #values = new Float64Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(this.#length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  /** @throws RangeError beyond the end. */
  at(index: number): number {
    if (index < 0 || index >= this.#length) throw new RangeError(`there is no number ${index} of ${this.#length}`);
    return this.#values[index] as number;
  }

  /** A copy, smallest first. */
  sorted(): Float64Array {
    return this.#values.slice(0, this.#length).sort();
  }
}
