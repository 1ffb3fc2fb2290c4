/** A number of repeats that must pass, out of all. */
interface Repeats {
  readonly needed: number;
  readonly of: number;
}

/** Reads `2 of 3`; undefined for anything else, and where more are needed than there are, or none. */
export function parseRepeats(text: string): Repeats | undefined {
  const match = /^\s*(\d{1,3})\s+of\s+(\d{1,3})\s*$/.exec(text);
  if (match === null) return undefined;
  const [needed, of] = [Number(match[1]), Number(match[2])];
  return needed >= 1 && needed <= of ? { needed, of } : undefined;
}
