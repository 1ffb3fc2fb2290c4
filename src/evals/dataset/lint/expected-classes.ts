import type { Diagnostic } from '../../../base/diagnostic.ts';
import { isJsonObject, type Json } from '../../../base/json/canonical-json.ts';
import type { EvalCase } from '../eval-case.ts';
import { datasetFinding } from '../rows/raw-rows.ts';

/** Below this many cases shares say little. */
const LEAST_CASES = 20;
/** More values than this are no classes. */
const MOST_CLASSES = 20;
const LARGEST_SHARE = 0.8;
/** More members than this are data, not expectations. */
const MOST_FIELDS = 1_000;

interface Field {
  cases: number;
  /** How many cases expect each value; absent once there are too many values for classes. */
  counts: Map<string, number> | undefined;
}

/** Counts what cases expect: one value, or members of an object. */
export class ExpectedClasses {
  /** By how a message names what is expected. */
  readonly #fields = new Map<string, Field>();

  add({ expected }: Pick<EvalCase, 'expected'>): void {
    if (expected === undefined) return;
    if (!isJsonObject(expected)) this.#count('', expected);
    else for (const [key, value] of Object.entries(expected)) this.#count(`\`${key}\` to be `, value);
  }

  /** A warning for each expectation that nearly every case has in common: a prompt that always says so would pass. */
  findings(file: string): Diagnostic[] {
    return [...this.#fields].flatMap(([field, { cases, counts = new Map<string, number>() }]) => {
      const [value = '', largest = 0] = [...counts].sort(([, left], [, right]) => right - left)[0] ?? [];
      if (cases < LEAST_CASES || counts.size < 2 || largest / cases <= LARGEST_SHARE) return [];
      const percent = Math.round((100 * largest) / cases);
      const message = `${percent} % of ${cases} cases expect ${field}${value}: a prompt that always says so would pass them.`;
      return [datasetFinding('warning', { file, line: 1, column: 1 }, 'classes-unbalanced', message, 'Add cases of the other classes.')];
    });
  }

  #count(name: string, value: Json): void {
    if (typeof value === 'object' && value !== null) return;
    const field = this.#fields.get(name) ?? { cases: 0, counts: new Map<string, number>() };
    if (this.#fields.size >= MOST_FIELDS && !this.#fields.has(name)) return;
    this.#fields.set(name, field);
    field.cases += 1;
    const text = JSON.stringify(value);
    field.counts?.set(text, (field.counts.get(text) ?? 0) + 1);
    if ((field.counts?.size ?? 0) > MOST_CLASSES) field.counts = undefined;
  }
}
