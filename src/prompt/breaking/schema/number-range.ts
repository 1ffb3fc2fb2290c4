import type { JsonObject } from '../../../base/json/canonical-json.ts';
import { typeNames } from './json-type.ts';

/** The numbers that several schemas let through together. */
export interface NumberRange {
  readonly minimum: number;
  readonly maximum: number;
  readonly excludesMinimum: boolean;
  readonly excludesMaximum: boolean;
  readonly isWhole: boolean;
  readonly steps: readonly number[];
}

/** Reads the range of numbers off schemas that all hold. */
export function numberRange(schemas: readonly JsonObject[]): NumberRange {
  const steps = schemas.flatMap(({ multipleOf }) => (typeof multipleOf === 'number' ? [multipleOf] : []));
  const isWhole = schemas.some(isWholeOnly);
  const lower = bounds(schemas, 'minimum', 'exclusiveMinimum').reduce(higher, { limit: -Infinity, excludes: false });
  const upper = bounds(schemas, 'maximum', 'exclusiveMaximum').reduce(lowerOf, { limit: Infinity, excludes: false });
  const range = {
    minimum: lower.limit,
    maximum: upper.limit,
    excludesMinimum: lower.excludes,
    excludesMaximum: upper.excludes,
    isWhole,
    steps,
  };
  return isWhole ? roundedInwards(range) : range;
}

/** Whether no number is in a range. */
export function isEmptyRange({ minimum, maximum, excludesMinimum, excludesMaximum }: NumberRange): boolean {
  return minimum > maximum || (minimum === maximum && (excludesMinimum || excludesMaximum));
}

/** The few whole numbers of a range, for schemas that list values; nothing when they are many. */
export function wholeNumbers({ minimum, maximum, isWhole }: NumberRange): number[] | undefined {
  const count = maximum - minimum + 1;
  return isWhole && count <= 32 ? Array.from({ length: Math.max(0, count) }, (_, index) => minimum + index) : undefined;
}

interface Bound {
  readonly limit: number;
  readonly excludes: boolean;
}

function bounds(schemas: readonly JsonObject[], closed: string, open: string): Bound[] {
  return schemas.flatMap((schema) => {
    const [included, excluded] = [schema[closed], schema[open]];
    return [
      ...(typeof included === 'number' ? [{ limit: included, excludes: false }] : []),
      ...(typeof excluded === 'number' ? [{ limit: excluded, excludes: true }] : []),
    ];
  });
}

function higher(one: Bound, other: Bound): Bound {
  if (one.limit === other.limit) return { limit: one.limit, excludes: one.excludes || other.excludes };
  return one.limit > other.limit ? one : other;
}

function lowerOf(one: Bound, other: Bound): Bound {
  if (one.limit === other.limit) return { limit: one.limit, excludes: one.excludes || other.excludes };
  return one.limit < other.limit ? one : other;
}

function isWholeOnly(schema: JsonObject): boolean {
  const names = typeNames(schema);
  return names?.includes('integer') === true && !names.includes('number');
}

/** Only where numbers are dense enough that the next whole one is one away. */
function roundedInwards(range: NumberRange): NumberRange {
  const { minimum, maximum, excludesMinimum, excludesMaximum } = range;
  const isSafe = (limit: number): boolean => Math.abs(limit) < Number.MAX_SAFE_INTEGER;
  return {
    ...range,
    ...(isSafe(minimum) && { minimum: excludesMinimum ? Math.floor(minimum) + 1 : Math.ceil(minimum), excludesMinimum: false }),
    ...(isSafe(maximum) && { maximum: excludesMaximum ? Math.ceil(maximum) - 1 : Math.floor(maximum), excludesMaximum: false }),
  };
}
