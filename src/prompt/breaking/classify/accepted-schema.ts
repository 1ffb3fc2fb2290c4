import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';

/** What a render checks of the values that it is given; every other keyword of an input is a word to people and tools. */
const CHECKED: ReadonlySet<string> = new Set([
  'additionalProperties',
  'allOf',
  'anyOf',
  'const',
  'enum',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'items',
  'maxItems',
  'maxLength',
  'maximum',
  'minItems',
  'minLength',
  'minimum',
  'multipleOf',
  'not',
  'oneOf',
  'pattern',
  'properties',
  'required',
  'type',
  'uniqueItems',
]);

/**
 * The schema of an input, for a proof that callers are still accepted.
 *
 * Of the earlier side only `what is checked` counts, since callers may have given everything else; of the later
 * side `everything` does, since a caller may check its values with any tool.
 */
export function acceptedSchema(schema: Json, part: 'what is checked' | 'everything'): Json {
  if (part === 'everything' || !isJsonObject(schema)) return schema;
  return Object.fromEntries(Object.entries(schema).flatMap(([keyword, value]) => checkedKeyword(keyword, value, schema)));
}

function checkedKeyword(keyword: string, value: Json, { enum: choices }: JsonObject): [string, Json][] {
  const inner = (member: Json): Json => acceptedSchema(member, 'what is checked');
  if (!CHECKED.has(keyword)) return [];
  // A render looks at one of the two.
  if (keyword === 'const' && Array.isArray(choices)) return [];
  if (keyword === 'properties') return isJsonObject(value) ? [[keyword, mapped(value, inner)]] : [];
  if (keyword === 'allOf' || keyword === 'anyOf' || keyword === 'oneOf') return Array.isArray(value) ? [[keyword, value.map(inner)]] : [];
  if (keyword === 'items' || keyword === 'additionalProperties' || keyword === 'not')
    return Array.isArray(value) ? [] : [[keyword, inner(value)]];
  return [[keyword, value]];
}

function mapped(members: JsonObject, map: (member: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(members).map(([name, member]) => [name, map(member)]));
}
