import type { Diagnostic } from '../../../base/diagnostic.ts';
import { isJsonObject, type Json } from '../../../base/json/canonical-json.ts';
import type { EvalCase } from '../eval-case.ts';
import { datasetFinding } from '../raw-rows.ts';

/** Below this many cases shares say little. */
const LEAST_CASES = 20;
/** More values than this are no classes. */
const MOST_CLASSES = 20;
const LARGEST_SHARE = 0.8;

/** A warning for each expectation that nearly every case has in common: a prompt that always says so would pass. */
export function unbalancedClasses(cases: readonly EvalCase[]): Diagnostic[] {
  const [first] = cases;
  if (first === undefined) return [];
  return [...valuesByField(cases)].flatMap(([field, values]) => {
    const counts = countsOf(values);
    const [largest = 0] = [...counts.values()].sort((left, right) => right - left);
    const [value] = [...counts].find(([, count]) => count === largest) ?? [];
    const isLopsided =
      values.length >= LEAST_CASES && counts.size > 1 && counts.size <= MOST_CLASSES && largest / values.length > LARGEST_SHARE;
    if (!isLopsided) return [];
    const percent = Math.round((100 * largest) / values.length);
    const message = `${percent} % of ${values.length} cases expect ${field}${value}: a prompt that always says so would pass them.`;
    return [
      datasetFinding('warning', { ...first.where, line: 1, column: 1 }, 'classes-unbalanced', message, 'Add cases of the other classes.'),
    ];
  });
}

/** What cases expect, by how a message names it: one value, or a member of an object. */
function valuesByField(cases: readonly EvalCase[]): ReadonlyMap<string, string[]> {
  const fields = new Map<string, string[]>();
  const add = (field: string, value: Json) => {
    if (typeof value === 'object' && value !== null) return;
    const text = JSON.stringify(value);
    const values = fields.get(field);
    if (values) values.push(text);
    else fields.set(field, [text]);
  };
  for (const { expected } of cases) {
    if (isJsonObject(expected ?? null))
      for (const [key, value] of Object.entries(expected as object)) add(`\`${key}\` to be `, value as Json);
    else if (expected !== undefined) add('', expected);
  }
  return fields;
}

function countsOf(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
