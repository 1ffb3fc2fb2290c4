import { distance } from 'fastest-levenshtein';

/**
 * One minus the edits that turn one text into the other, as a share of the longer one: 0 … 1.
 *
 * An edit adds, removes or replaces one character (a Unicode code point). Two empty texts are equal.
 * Source: Levenshtein, Soviet Physics Doklady 10, 1966.
 */
export function editSimilarity(text: string, reference: string): number {
  const [left, right] = [Array.from(text), Array.from(reference)];
  const longer = Math.max(left.length, right.length);
  return longer === 0 ? 1 : 1 - distance(...asUnits(left, right)) / longer;
}

/** The library counts UTF-16 units: each character becomes one unit of its own, unless there are more kinds than units. */
function asUnits(left: readonly string[], right: readonly string[]): [string, string] {
  const units = new Map<string, string>();
  const unitOf = (character: string): string => {
    const known = units.get(character);
    if (known !== undefined) return known;
    const unit = String.fromCharCode(units.size % 0x1_0000);
    units.set(character, unit);
    return unit;
  };
  return [left.map(unitOf).join(''), right.map(unitOf).join('')];
}
