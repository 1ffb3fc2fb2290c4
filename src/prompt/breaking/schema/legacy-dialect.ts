import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';

/** Keywords that validators of draft 7 and before do not know, and skip. */
const NEWER_KEYWORDS: ReadonlySet<string> = new Set([
  '$anchor',
  'dependentRequired',
  'dependentSchemas',
  'maxContains',
  'minContains',
  'prefixItems',
  'unevaluatedItems',
  'unevaluatedProperties',
]);

/** Whether a schema says that it is written in draft 7 or before. */
export function isLegacy(schema: Json): boolean {
  return isJsonObject(schema) && typeof schema.$schema === 'string' && /\/draft-0[3-7]\//.test(schema.$schema);
}

/** One schema of draft 7 in the words of draft 2020-12; the schemas inside it stay as they are. */
export function modernised(schema: JsonObject): JsonObject {
  const { $ref, $defs, definitions } = schema;
  const places = { ...($defs !== undefined && { $defs }), ...(definitions !== undefined && { definitions }) };
  // There a schema with a reference is the reference and nothing else.
  if ($ref !== undefined) return { $ref, ...places };
  const { items, additionalItems, dependencies, ...rest } = withoutNewer(schema);
  return { ...rest, ...listKeywords(items, additionalItems), ...dependencyKeywords(dependencies) };
}

function withoutNewer(schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !NEWER_KEYWORDS.has(keyword)));
}

function listKeywords(items: Json | undefined, additionalItems: Json | undefined): JsonObject {
  if (!Array.isArray(items)) return items === undefined ? {} : { items };
  return { prefixItems: items, ...(additionalItems !== undefined && { items: additionalItems }) };
}

function dependencyKeywords(dependencies: Json | undefined): JsonObject {
  if (!isJsonObject(dependencies)) return dependencies === undefined ? {} : { dependencies };
  const entries = Object.entries(dependencies);
  return {
    dependentRequired: Object.fromEntries(entries.filter(([, names]) => Array.isArray(names))),
    dependentSchemas: Object.fromEntries(entries.filter(([, schema]) => !Array.isArray(schema))),
  };
}
