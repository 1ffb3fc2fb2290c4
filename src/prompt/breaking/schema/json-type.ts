import type { Json, JsonObject } from '../../../base/json/canonical-json.ts';

/** The types of JSON values; whole numbers are numbers. */
export const JSON_TYPES = ['null', 'boolean', 'number', 'string', 'array', 'object'] as const;
export type JsonType = (typeof JSON_TYPES)[number];

/** The type of a value. */
export function jsonType(value: Json): JsonType {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : (typeof value as JsonType);
}

/** The names in `type`; nothing where the schema names none, or none that JSON has. */
export function typeNames({ type }: JsonObject): readonly string[] | undefined {
  if (type === undefined) return undefined;
  const names = Array.isArray(type) ? type : [type];
  const known: readonly string[] = [...JSON_TYPES, 'integer'];
  return names.every((name) => typeof name === 'string' && known.includes(name)) ? (names as string[]) : undefined;
}

/** Whether `type` admits values of a type, at least some. */
export function admits(names: readonly string[], type: JsonType): boolean {
  return names.includes(type) || (type === 'number' && names.includes('integer'));
}
