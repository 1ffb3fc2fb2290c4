import type { Json } from '../../../base/json/canonical-json.ts';

/** Where in a document: names of fields, places in a list, `*` for every other field or item. */
export type FieldPath = readonly (string | number)[];

/**
 * Something that one schema lets through and another does not.
 *
 * `unknown` is what could not be decided; whoever must be safe treats it like the rest.
 */
export interface Violation {
  readonly kind: 'type' | 'value' | 'bounds' | 'text' | 'required' | 'extra' | 'shape' | 'unknown';
  readonly at: FieldPath;
  /** What is let through, as the object of a sentence: `null`, `numbers below 3`, `objects without "x"`. */
  readonly what: string;
  /** The value that is let through, for `value`. */
  readonly value?: Json;
  /** The field that may be missing or may be there, for `required` and `extra`. */
  readonly field?: string;
}

/** Moves violations below a field or an item. */
export function below(step: string | number, violations: readonly Violation[]): Violation[] {
  return violations.map((violation) => ({ ...violation, at: [step, ...violation.at] }));
}

/** Something that cannot be decided, with the reason. */
export function undecided(what: string): Violation {
  return { kind: 'unknown', at: [], what };
}
