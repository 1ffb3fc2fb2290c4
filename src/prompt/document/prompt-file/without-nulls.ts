import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';

/** In these mappings a key with an empty value means the same as no key. */
const OPTIONAL_MEMBERS: readonly string[] = ['modelParameters', 'metadata'];

/**
 * The file without the keys that say nothing: `model:` with no value is no model.
 *
 * Nulls inside schemas, tools, defaults and rows are values and stay.
 */
export function withoutNulls(file: JsonObject): JsonObject {
  const said = dropNulls(file);
  return mapMembers(said, {
    ...Object.fromEntries(OPTIONAL_MEMBERS.map((key) => [key, dropNulls])),
    messages: eachOf(dropNulls),
    guardrails: eachOf(dropNulls),
    inputs: (inputs) => mapValues(inputs, (spec) => (spec === null ? {} : dropNullKeywords(spec))),
  });
}

function dropNulls<Value extends Json>(value: Value): Value {
  if (!isJsonObject(value) || !Object.values(value).includes(null)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null)) as Value;
}

/** A null default is a default. */
function dropNullKeywords(spec: Json): Json {
  if (!isJsonObject(spec)) return spec;
  return Object.fromEntries(
    Object.entries(spec).filter(([keyword, value]) => value !== null || keyword === 'default' || keyword === 'const'),
  );
}

function eachOf(map: (value: Json) => Json): (list: Json) => Json {
  return (list) => (Array.isArray(list) ? (list as readonly Json[]).map(map) : list);
}

function mapValues(value: Json, map: (member: Json) => Json): Json {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, map(member)]));
}

function mapMembers(value: JsonObject, maps: Record<string, (member: Json) => Json>): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, maps[key]?.(member) ?? member]));
}
