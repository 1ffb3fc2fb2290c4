import { Failure } from '../../base/failure.ts';
import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';

/** Keywords whose members are schemas and whose order providers act on: they generate fields in this order. */
const ORDERED_MAPS = new Set(['properties', 'patternProperties', '$defs', 'definitions']);
const UNORDERED_MAPS = new Set(['dependentSchemas']);
const SCHEMA_LISTS = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const SCHEMAS = new Set([
  'items',
  'additionalProperties',
  'additionalItems',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contains',
  'propertyNames',
  'not',
  'if',
  'then',
  'else',
]);

/**
 * Writes a JSON Schema so that canonical JSON keeps the order of its fields: members of `properties`,
 * `patternProperties`, `$defs` and `definitions` become `[key, schema]` pairs, at every depth.
 *
 * @throws Failure `content-invalid` when one of these keywords is not a mapping: a list there would
 * be read as pairs, and two different schemas would get one digest.
 */
export function encodeOrderedSchema(schema: Json): Json {
  return mapSchema(
    schema,
    (members, keyword) => {
      if (!isJsonObject(members)) throw new Failure('content-invalid', `\`${keyword}\` of a JSON Schema is not a mapping.`);
      return Object.entries(members).map(([key, member]) => [key, encodeOrderedSchema(member)]);
    },
    encodeOrderedSchema,
  );
}

/** Undoes {@link encodeOrderedSchema}. */
export function decodeOrderedSchema(encoded: Json): Json {
  return mapSchema(
    encoded,
    (pairs, keyword) => {
      const isPair = (pair: Json): pair is [string, Json] => Array.isArray(pair) && pair.length === 2 && typeof pair[0] === 'string';
      if (!Array.isArray(pairs) || !pairs.every(isPair)) {
        throw new Failure('content-invalid', `\`${keyword}\` of an encoded JSON Schema is not a list of [key, schema] pairs.`);
      }
      return Object.fromEntries(pairs.map(([key, member]) => [key, decodeOrderedSchema(member)]));
    },
    decodeOrderedSchema,
  );
}

/** A tool in OpenAI's function shape with the schema of its arguments mapped; any other shape stays as it is. */
export function mapToolParameters(tool: JsonObject, map: (schema: Json) => Json): JsonObject {
  const { function: definition } = tool;
  if (!isJsonObject(definition) || definition.parameters === undefined) return tool;
  return { ...tool, function: { ...definition, parameters: map(definition.parameters) } };
}

/** A schema without its descriptions, which are for people; members that happen to be called `description` stay. */
export function withoutDescriptions(schema: Json): Json {
  if (!isJsonObject(schema)) return schema;
  const { description: _, ...rest } = schema;
  const mapMembers = (members: Json): Json =>
    isJsonObject(members)
      ? Object.fromEntries(Object.entries(members).map(([key, member]) => [key, withoutDescriptions(member)]))
      : members;
  return mapSchema(rest, mapMembers, withoutDescriptions);
}

/** Applies `ordered` to the maps whose order counts and `nested` to every other place that holds a schema; the rest stays. */
function mapSchema(schema: Json, ordered: (members: Json, keyword: string) => Json, nested: (schema: Json) => Json): Json {
  if (!isJsonObject(schema)) return schema;
  const entries = Object.entries(schema).map(([keyword, value]): [string, Json] => {
    if (ORDERED_MAPS.has(keyword)) return [keyword, ordered(value, keyword)];
    if (UNORDERED_MAPS.has(keyword) && isJsonObject(value)) return [keyword, mapValues(value, nested)];
    if (SCHEMA_LISTS.has(keyword) && Array.isArray(value)) return [keyword, value.map(nested)];
    if (SCHEMAS.has(keyword)) return [keyword, Array.isArray(value) ? value.map(nested) : nested(value)];
    return [keyword, value];
  });
  return Object.fromEntries(entries);
}

function mapValues(value: JsonObject, map: (member: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, map(member)]));
}
