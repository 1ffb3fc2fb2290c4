import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import { OPAQUE_KEYWORDS, PLAIN_KEYWORDS, SCHEMA_KEYWORDS, SCHEMA_LIST_KEYWORDS, SCHEMA_MAP_KEYWORDS, SET_KEYWORDS } from './keywords.ts';
import { isLegacy, modernised } from './legacy-dialect.ts';

/**
 * A JSON Schema without what rules no document out: titles, descriptions, examples, unknown keywords.
 *
 * Schemas of draft 7 and before are told in the words of draft 2020-12, which everything here speaks. Two schemas that differ only in these become equal. Places stay where they were, so that `$ref` still finds them.
 */
export function meaningOf(schema: Json): Json {
  const dialect = isLegacy(schema) ? modernised : (same: JsonObject) => same;
  const meaning = (inner: Json): Json =>
    isJsonObject(inner)
      ? Object.fromEntries(Object.entries(dialect(inner)).flatMap(([keyword, value]) => kept(keyword, value, meaning)))
      : inner;
  return meaning(schema);
}

function kept(keyword: string, value: Json, meaning: (schema: Json) => Json): [string, Json][] {
  if (SCHEMA_MAP_KEYWORDS.has(keyword)) return [[keyword, isJsonObject(value) ? mapMembers(value, meaning) : value]];
  if (SCHEMA_KEYWORDS.has(keyword) || SCHEMA_LIST_KEYWORDS.has(keyword)) {
    return [[keyword, Array.isArray(value) ? value.map(meaning) : meaning(value)]];
  }
  if (SET_KEYWORDS.has(keyword) && Array.isArray(value)) return [[keyword, [...new Set(value.map(String))].sort()]];
  return PLAIN_KEYWORDS.has(keyword) || OPAQUE_KEYWORDS.has(keyword) ? [[keyword, value]] : [];
}

function mapMembers(members: JsonObject, meaning: (schema: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(members).map(([name, member]) => [name, meaning(member)]));
}
