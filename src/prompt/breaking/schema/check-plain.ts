import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import type { Case } from './cases.ts';
import { evaluate } from './evaluate.ts';
import { admits, type JsonType, typeNames } from './json-type.ts';
import { numbers } from './list-view.ts';
import { numberRange, wholeNumbers } from './number-range.ts';
import { type Part, within } from './part.ts';
import { undecided, type Violation } from './violation.ts';

const NOUNS: Readonly<Record<JsonType, string>> = {
  null: 'null',
  boolean: 'true or false',
  number: 'a number',
  string: 'a text',
  array: 'a list',
  object: 'an object',
};

/** How a type is called in a sentence. */
export function nounOf(type: JsonType): string {
  return NOUNS[type];
}

/** Whether `type` lets a case through. */
export function checkType(narrow: Case, wide: JsonObject): Violation[] {
  const names = typeNames(wide);
  if (names === undefined) return wide.type === undefined ? [] : [undecided('`type` names a type that JSON does not have')];
  if (!admits(names, narrow.type)) return [{ kind: 'type', at: [], what: nounOf(narrow.type) }];
  const needsWhole = narrow.type === 'number' && !names.includes('number');
  return needsWhole && !numberRange(schemasOf(narrow)).isWhole ? [{ kind: 'type', at: [], what: 'a number that is not whole' }] : [];
}

/** Whether `enum` and `const` list every value of a case that is more than one value. */
export function checkChoices(narrow: Case, wide: JsonObject, part: Part): Violation[] {
  const { enum: choices, const: only } = wide;
  if (choices === undefined && only === undefined) return [];
  const few = narrow.type === 'number' ? wholeNumbers(numberRange(schemasOf(narrow))) : undefined;
  if (few === undefined) return [{ kind: 'value', at: [], what: `${nounOf(narrow.type)} that is not listed` }];
  return few.flatMap((value) => checkLiteral(value, within(part, wide)));
}

/** Whether a schema lets one value through. */
export function checkLiteral(value: Json, wide: Part): Violation[] {
  const verdict = evaluate(value, wide);
  if (verdict === true) return [];
  if (value === null && verdict === false) return [{ kind: 'type', at: [], what: 'null', value }];
  const text = canonicalJson(value);
  const shown = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  return verdict === false
    ? [{ kind: 'value', at: [], what: shown, value }]
    : [undecided(`it is not known whether ${shown} is let through`)];
}

/** Whether the bounds of numbers let a case through. */
export function checkNumber(narrow: Case, wide: JsonObject): Violation[] {
  const range = numberRange(schemasOf(narrow));
  const over = (limit: number): boolean => range.minimum > limit || (range.minimum === limit && range.excludesMinimum);
  const under = (limit: number): boolean => range.maximum < limit || (range.maximum === limit && range.excludesMaximum);
  return [
    ...bounded(
      wide,
      'minimum',
      (limit) => range.minimum >= limit,
      (limit) => `a number below ${limit}`,
    ),
    ...bounded(
      wide,
      'maximum',
      (limit) => range.maximum <= limit,
      (limit) => `a number above ${limit}`,
    ),
    ...bounded(wide, 'exclusiveMinimum', over, (limit) => `a number not above ${limit}`),
    ...bounded(wide, 'exclusiveMaximum', under, (limit) => `a number not below ${limit}`),
    ...bounded(
      wide,
      'multipleOf',
      (step) => isMultiple(range, step),
      (step) => `a number that is not a multiple of ${step}`,
    ),
  ];
}

/** Of whole numbers only: with fractions, validators differ in how they round. */
function isMultiple({ steps, isWhole }: { steps: readonly number[]; isWhole: boolean }, step: number): boolean {
  if (steps.includes(step)) return true;
  return isWhole && (step === 1 || (Number.isSafeInteger(step) && steps.some((own) => Number.isSafeInteger(own) && own % step === 0)));
}

/** Whether the length, the pattern and the format of texts let a case through. */
export function checkText(narrow: Case, wide: JsonObject): Violation[] {
  const schemas = schemasOf(narrow);
  const [least, most] = textLengths(narrow);
  return [
    ...bounded(
      wide,
      'minLength',
      (limit) => least >= limit,
      (limit) => `a text shorter than ${limit} characters`,
    ),
    ...bounded(
      wide,
      'maxLength',
      (limit) => most <= limit,
      (limit) => `a text longer than ${limit} characters`,
    ),
    ...checkPattern(schemas, wide),
    ...checkFormat(schemas, wide),
  ];
}

/** The least and the most characters that the texts of a case have. */
export function textLengths(narrow: Case): [number, number] {
  const schemas = schemasOf(narrow);
  return [Math.max(0, ...numbers(schemas, 'minLength')), Math.min(Infinity, ...numbers(schemas, 'maxLength'))];
}

function checkPattern(schemas: readonly JsonObject[], { pattern }: JsonObject): Violation[] {
  const own = schemas.flatMap((schema) => (schema.pattern === undefined ? [] : [schema.pattern]));
  if (pattern === undefined || own.includes(pattern)) return [];
  // Whether one pattern implies another could be decided only for some, and at a price.
  if (own.length > 0) return [undecided(`a text that matches \`${own.join('` and `')}\` may not match \`${String(pattern)}\``)];
  return [{ kind: 'text', at: [], what: `a text that does not match \`${String(pattern)}\`` }];
}

function checkFormat(schemas: readonly JsonObject[], { format }: JsonObject): Violation[] {
  if (format === undefined || schemas.some((schema) => schema.format === format)) return [];
  return [{ kind: 'text', at: [], what: `a text that is not of the format ${String(format)}` }];
}

/** Checks a keyword that gives one number; one that gives something else cannot be judged. */
export function bounded(
  wide: JsonObject,
  keyword: string,
  holds: (limit: number) => boolean,
  what: (limit: number) => string,
): Violation[] {
  const limit = wide[keyword];
  if (limit === undefined) return [];
  if (typeof limit !== 'number') return [undecided(`\`${keyword}\` is no number`)];
  return holds(limit) ? [] : [{ kind: 'bounds', at: [], what: what(limit) }];
}

/** The schemas of a case that are objects. */
function schemasOf({ atoms }: Case): JsonObject[] {
  return atoms.flatMap(({ schema }) => (isJsonObject(schema) ? [schema] : []));
}
