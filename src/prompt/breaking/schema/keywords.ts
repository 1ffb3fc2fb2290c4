/** Keywords whose value is one schema. */
export const SCHEMA_KEYWORDS: ReadonlySet<string> = new Set([
  'additionalProperties',
  'contains',
  'else',
  'if',
  'items',
  'not',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
]);

/** Keywords whose value is a list of schemas. */
export const SCHEMA_LIST_KEYWORDS: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);

/** Keywords whose value is a mapping of names to schemas. */
export const SCHEMA_MAP_KEYWORDS: ReadonlySet<string> = new Set([
  '$defs',
  'definitions',
  'dependentSchemas',
  'patternProperties',
  'properties',
]);

/** Keywords whose lists are sets: their order says nothing. */
export const SET_KEYWORDS: ReadonlySet<string> = new Set(['required', 'type']);

/** The other keywords that rule documents out, or that say where a schema is found. */
export const PLAIN_KEYWORDS: ReadonlySet<string> = new Set([
  '$anchor',
  '$id',
  '$ref',
  'const',
  'dependentRequired',
  'enum',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'format',
  'maxContains',
  'maxItems',
  'maxLength',
  'maxProperties',
  'maximum',
  'minContains',
  'minItems',
  'minLength',
  'minProperties',
  'minimum',
  'multipleOf',
  'pattern',
  'required',
  'type',
  'uniqueItems',
]);

/** Keywords of some dialects whose meaning depends on more than this program knows: equal is equal, the rest is unknown. */
export const OPAQUE_KEYWORDS: ReadonlySet<string> = new Set(['$dynamicRef', '$recursiveRef', 'additionalItems', 'dependencies']);
