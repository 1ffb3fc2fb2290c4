import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import type { Case } from './cases.ts';
import { bounded } from './check-plain.ts';
import { type ListView, listView } from './list-view.ts';
import { type Part, within } from './part.ts';
import type { Prover } from './prover.ts';
import { below, undecided, type Violation } from './violation.ts';

/** Whether the keywords of lists let a case through. */
export function checkList(narrow: Case, wide: JsonObject, part: Part, prover: Prover): Violation[] {
  const view = listView(narrow.atoms);
  const longest = longestList(view, prover);
  return [
    ...bounded(
      wide,
      'minItems',
      (limit) => view.minItems >= limit,
      (limit) => `a list of fewer than ${limit} items`,
    ),
    ...bounded(
      wide,
      'maxItems',
      (limit) => longest <= limit,
      (limit) => `a list of more than ${limit} items`,
    ),
    ...(wide.uniqueItems === true && !view.isUnique && longest > 1 ? [repeating] : []),
    ...checkItems(view, longest, wide, part, prover),
    ...checkContains(narrow, view, wide, part, prover),
  ];
}

const repeating: Violation = { kind: 'bounds', at: [], what: 'a list that repeats an item' };

/** The most items that a list of the case can have: an item that nothing satisfies ends it. */
function longestList({ maxItems, prefixLength, item }: ListView, prover: Prover): number {
  for (let index = 0; index <= prefixLength; index += 1) {
    if (index >= maxItems) return maxItems;
    if (prover.isEmpty(item(index))) return index;
  }
  return maxItems;
}

function checkItems(view: ListView, longest: number, wide: JsonObject, part: Part, prover: Prover): Violation[] {
  const { prefixItems = [], items, unevaluatedItems } = wide;
  if (!Array.isArray(prefixItems) || Array.isArray(items)) return [undecided('the items are told in the way of an older draft')];
  const prefix = prefixItems as readonly Json[];
  // Looking only at the prefix beside it asks for more than `unevaluatedItems` does, which is safe.
  const rest = items ?? (unevaluatedItems === undefined ? undefined : unevaluatedItems);
  const places = Math.max(prefix.length, view.prefixLength);
  const wanted = (index: number): Json | undefined => (index < prefix.length ? prefix[index] : rest);
  const violations: Violation[] = [];
  for (let index = 0; index <= places && index < longest; index += 1) {
    const schema = wanted(index);
    if (schema === undefined || schema === true) continue;
    const step = index < places ? index : '*';
    violations.push(
      ...(schema === false
        ? [{ kind: 'bounds' as const, at: [], what: `a list of more than ${index} items` }]
        : below(step, prover.violationsInside(view.item(index), [within(part, schema)]))),
    );
  }
  return violations;
}

/** Items that must match are there when the case counts them itself, or asks for as many items that all match. */
function checkContains(narrow: Case, view: ListView, wide: JsonObject, part: Part, prover: Prover): Violation[] {
  const { contains, minContains = 1, maxContains } = wide;
  if (contains === undefined || (minContains === 0 && maxContains === undefined)) return [];
  if (typeof minContains !== 'number' || maxContains !== undefined) return [undecided('`maxContains` cannot be compared')];
  const wanted = within(part, contains);
  const matches = (index: number): boolean => prover.violationsInside(view.item(index), [wanted]).length === 0;
  const places = Array.from({ length: Math.min(view.minItems, view.prefixLength) }, (_, index) => index);
  const more = Math.max(0, view.minItems - view.prefixLength);
  const certain = places.filter(matches).length + (more > 0 && matches(view.prefixLength) ? more : 0);
  const isCounted = narrow.atoms.some(({ schema, root }) => {
    if (!isJsonObject(schema) || schema.contains === undefined) return false;
    const { minContains: own = 1 } = schema;
    return (
      typeof own === 'number' && own >= minContains && prover.violationsInside([{ schema: schema.contains, root }], [wanted]).length === 0
    );
  });
  return isCounted || certain >= minContains ? [] : [{ kind: 'bounds', at: [], what: `a list of fewer than ${minContains} such items` }];
}
