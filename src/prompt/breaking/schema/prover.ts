import type { Case } from './cases.ts';
import type { Conjunction, Part } from './part.ts';
import type { Violation } from './violation.ts';

/** What the checks of single keywords ask of the comparison that they are part of. */
export interface Prover {
  /** What the first lets through and the second does not, of one and the same document. None: every document of the first is one of the second. */
  violations(narrow: Conjunction, wide: Conjunction): Violation[];
  /** The same of something inside the document: a field, an item. Only there may a proof lean on itself. */
  violationsInside(narrow: Conjunction, wide: Conjunction): Violation[];
  /** The same of one case and one schema. */
  violationsOf(narrow: Case, wide: Part): Violation[];
  /** True when surely nothing satisfies all of them. */
  isEmpty(parts: Conjunction): boolean;
}

/** A case as the schemas that describe it. */
export function asConjunction({ atoms, nots, type, literal }: Case, part: Part): Conjunction {
  const root = part.root;
  const exact = literal === undefined ? { type } : { const: literal };
  return [{ root, schema: exact }, ...atoms, ...nots.map((not): Part => ({ root: not.root, schema: { not: not.schema } }))];
}
