import { isJsonObject } from '../../../base/json/canonical-json.ts';
import type { Case } from './cases.ts';
import { textLengths } from './check-plain.ts';
import { evaluate } from './evaluate.ts';
import { listView } from './list-view.ts';
import { isEmptyRange, numberRange } from './number-range.ts';
import { objectView } from './object-view.ts';
import { asConjunction, type Prover } from './prover.ts';

/** True when surely no document is in a case; a case that merely looks odd is not empty. */
export function isEmptyCase(one: Case, prover: Prover): boolean {
  const { literal, atoms, nots } = one;
  if (literal !== undefined) {
    return atoms.some((part) => evaluate(literal, part) === false) || nots.some((part) => evaluate(literal, part) === true);
  }
  if (hasNoDocument(one, prover)) return true;
  return nots.some((not) => prover.violations(asConjunction({ ...one, nots: [] }, not), [not]).length === 0);
}

function hasNoDocument(one: Case, prover: Prover): boolean {
  switch (one.type) {
    case 'number':
      return isEmptyRange(numberRange(one.atoms.flatMap(({ schema }) => (isJsonObject(schema) ? [schema] : []))));
    case 'string': {
      const [least, most] = textLengths(one);
      return least > most;
    }
    case 'array': {
      const { minItems, maxItems, prefixLength, item } = listView(one.atoms);
      const places = Array.from({ length: Math.min(minItems, prefixLength + 1) }, (_, index) => index);
      return minItems > maxItems || places.some((index) => prover.isEmpty(item(index)));
    }
    case 'object': {
      const { required, field } = objectView(one.atoms);
      return [...required].some((name) => prover.isEmpty(field(name)));
    }
    default:
      return false;
  }
}
