import { isJsonObject, type Json, type JsonObject } from '../../src/base/json/canonical-json.ts';

/** Chooses a whole number from 0 up to, not including, the given one. */
export type Random = (below: number) => number;

/** A generator of random numbers that gives the same ones for the same seed. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const NAMES = ['a', 'b', 'c', 'x1'];
const TEXTS = ['', 'a', 'b', 'ab', 'abc', 'x1', 'a@b.co', '2024-01-02'];
const NUMBERS = [-2, -1, 0, 1, 2, 3, 4, 6, 0.5, 1.5];
const PATTERNS = ['^a', 'b$', '^x', '^[ab]+$', '1'];
const TYPES = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];

const pick = <Value>(random: Random, values: readonly Value[]): Value => values[random(values.length)] as Value;
const some = <Value>(random: Random, values: readonly Value[]): Value[] => values.filter(() => random(2) === 0);
const often = (random: Random, oneIn: number): boolean => random(oneIn) === 0;

/** A JSON value out of a small world, so that documents and schemas meet. */
export function anyDocument(random: Random, depth = 2): Json {
  const kind = random(depth > 0 ? 8 : 5);
  if (kind === 0) return null;
  if (kind === 1) return random(2) === 0;
  if (kind === 2) return pick(random, NUMBERS);
  if (kind <= 4) return pick(random, TEXTS);
  if (kind === 5) return Array.from({ length: random(4) }, () => anyDocument(random, depth - 1));
  return Object.fromEntries(some(random, NAMES).map((name) => [name, anyDocument(random, depth - 1)]));
}

/** A whole schema with definitions that it may refer to, itself included. */
export function anySchema(random: Random, depth = 3): Json {
  const schema = subschema(random, depth);
  if (!isJsonObject(schema) || often(random, 2)) return schema;
  return { ...schema, $defs: { d1: subschema(random, depth - 1), d2: subschema(random, depth - 1) } };
}

function subschema(random: Random, depth: number): Json {
  if (depth <= 0) return often(random, 6) ? random(2) === 0 : leaf(random);
  const kind = random(12);
  if (kind <= 3) return objectSchema(random, depth);
  if (kind <= 5) return listSchema(random, depth);
  if (kind === 6) return { $ref: pick(random, ['#/$defs/d1', '#/$defs/d2', '#']), ...(often(random, 3) && asObject(leaf(random))) };
  if (kind === 7) return { ...(often(random, 2) && asObject(leaf(random))), ...combined(random, depth) };
  if (kind === 8) return { ...objectSchema(random, depth), ...combined(random, depth) };
  return leaf(random);
}

function asObject(schema: Json): JsonObject {
  return isJsonObject(schema) ? schema : {};
}

function combined(random: Random, depth: number): JsonObject {
  const list = (): Json[] => Array.from({ length: 1 + random(3) }, () => subschema(random, depth - 1));
  switch (random(6)) {
    case 0:
      return { allOf: list() };
    case 1:
    case 2:
      return { anyOf: list() };
    case 3:
      return { oneOf: list() };
    case 4:
      return { not: subschema(random, depth - 1) };
    default:
      return Object.fromEntries(['if', 'then', 'else'].map((keyword) => [keyword, subschema(random, depth - 1)]));
  }
}

function leaf(random: Random): Json {
  const bound = () => pick(random, [0, 1, 2, 3]);
  switch (random(8)) {
    case 0:
      return { type: pick(random, TYPES) };
    case 1:
      return {
        type: some(random, TYPES)
          .concat(pick(random, TYPES))
          .filter((type, index, all) => all.indexOf(type) === index),
      };
    case 2:
      return { enum: Array.from({ length: 1 + random(4) }, () => anyDocument(random, 1)) };
    case 3:
      return { const: anyDocument(random, 1) };
    case 4:
      return {
        type: pick(random, ['number', 'integer']),
        [pick(random, ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'])]: pick(random, NUMBERS),
        ...(often(random, 3) && { multipleOf: pick(random, [1, 2, 3, 6]) }),
      };
    case 5:
      return {
        type: 'string',
        [pick(random, ['minLength', 'maxLength'])]: bound(),
        ...(often(random, 3) && { pattern: pick(random, PATTERNS) }),
      };
    case 6:
      return { ...(often(random, 2) && { type: 'string' }), format: pick(random, ['email', 'date']) };
    default:
      return often(random, 4) ? {} : { type: 'string', enum: some(random, TEXTS).concat(pick(random, TEXTS)) };
  }
}

function objectSchema(random: Random, depth: number): JsonObject {
  const names = some(random, NAMES);
  return {
    ...(!often(random, 5) && { type: 'object' }),
    properties: Object.fromEntries(names.map((name) => [name, subschema(random, depth - 1)])),
    ...(often(random, 2) && { required: some(random, NAMES) }),
    ...(often(random, 2) && { additionalProperties: often(random, 2) ? false : subschema(random, depth - 1) }),
    ...(often(random, 5) && { patternProperties: { [pick(random, PATTERNS)]: subschema(random, depth - 1) } }),
    ...(often(random, 8) && { unevaluatedProperties: often(random, 2) ? false : subschema(random, depth - 1) }),
    ...(often(random, 8) && { propertyNames: pick<Json>(random, [{ pattern: '^a' }, { maxLength: 1 }, { enum: ['a', 'b'] }]) }),
    ...(often(random, 8) && { minProperties: random(3) }),
    ...(often(random, 8) && { maxProperties: random(3) }),
    ...(often(random, 8) && { dependentRequired: { [pick(random, NAMES)]: some(random, NAMES) } }),
    ...(often(random, 10) && { dependentSchemas: { [pick(random, NAMES)]: subschema(random, depth - 1) } }),
  };
}

function listSchema(random: Random, depth: number): JsonObject {
  // Never `contains` beside `prefixItems`: there ajv lets an empty list through.
  const isTuple = often(random, 3);
  const isCounted = (oneIn: number): boolean => !isTuple && often(random, oneIn);
  return {
    ...(!often(random, 5) && { type: 'array' }),
    ...(often(random, 2) && { items: often(random, 5) ? false : subschema(random, depth - 1) }),
    ...(isTuple && { prefixItems: Array.from({ length: 1 + random(2) }, () => subschema(random, depth - 1)) }),
    ...(often(random, 4) && { minItems: random(3) }),
    ...(often(random, 4) && { maxItems: random(4) }),
    ...(often(random, 5) && { uniqueItems: true }),
    ...(isCounted(5) && { contains: subschema(random, depth - 1) }),
    ...(isCounted(8) && { contains: subschema(random, depth - 1), minContains: random(3) }),
    ...(isCounted(12) && { contains: subschema(random, depth - 1), maxContains: 1 + random(2) }),
    ...(often(random, 10) && { unevaluatedItems: often(random, 2) ? false : subschema(random, depth - 1) }),
  };
}

/** A schema with one thing in it changed: what a person would do, and what nobody would. */
export function mutatedSchema(random: Random, schema: Json, depth = 3): Json {
  if (!isJsonObject(schema) || often(random, 12)) return subschema(random, Math.max(0, depth - 1));
  const keywords = Object.keys(schema);
  const keyword = pick(random, [...keywords, 'add']);
  if (keyword === 'add' || keywords.length === 0)
    return { ...schema, ...asObject(often(random, 2) ? leaf(random) : often(random, 2) ? combined(random, 1) : objectSchema(random, 1)) };
  const value = schema[keyword] as Json;
  if (often(random, 5)) return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== keyword));
  return { ...schema, [keyword]: mutatedValue(random, keyword, value, depth) };
}

const COUNTS = /^(?:min|max)(?:Length|Items|Properties|Contains)$/;

// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one line for each kind reads better than ten functions.
function mutatedValue(random: Random, keyword: string, value: Json, depth: number): Json {
  // No count is below zero: a schema that is none has no meaning to compare.
  if (typeof value === 'number' && COUNTS.test(keyword)) return Math.max(0, value + pick(random, [1, -1]));
  if (typeof value === 'number') return value + pick(random, keyword === 'multipleOf' ? [value] : [1, -1]) || 1;
  if (keyword === 'enum' && Array.isArray(value))
    return often(random, 2) ? [...(value as Json[]), anyDocument(random, 1)] : value.length > 1 ? value.slice(1) : value;
  if (keyword === 'required' && Array.isArray(value)) return some(random, NAMES);
  if (keyword === 'type') return pick(random, TYPES);
  if (keyword === 'pattern') return pick(random, PATTERNS);
  if (keyword === '$ref' || keyword === 'format' || keyword === 'uniqueItems' || keyword === 'dependentRequired') return value;
  if (['properties', 'patternProperties', 'dependentSchemas', '$defs'].includes(keyword) && isJsonObject(value)) {
    const name = pick(random, Object.keys(value).length > 0 ? Object.keys(value) : ['a']);
    const { [name]: member = {}, ...rest } = value;
    if (often(random, 5) && keyword === 'properties') return rest;
    if (often(random, 5) && keyword === 'properties') return { ...value, [pick(random, NAMES)]: subschema(random, 1) };
    return { ...rest, [name]: mutatedSchema(random, member, depth - 1) };
  }
  if (Array.isArray(value) && ['allOf', 'anyOf', 'oneOf', 'prefixItems'].includes(keyword)) {
    const members = value as readonly Json[];
    if (often(random, 4)) return [...members, subschema(random, depth - 1)];
    if (often(random, 4) && members.length > 1) return members.slice(1);
    const at = random(members.length);
    return members.map((member, index) => (index === at ? mutatedSchema(random, member, depth - 1) : member));
  }
  return keyword === 'const'
    ? anyDocument(random, 1)
    : typeof value === 'boolean' || isJsonObject(value)
      ? mutatedSchema(random, value, depth - 1)
      : value;
}

/** A document that has a fair chance to satisfy a schema. */
export function likelyDocument(random: Random, root: Json, schema: Json = root, depth = 4): Json {
  if (!isJsonObject(schema) || depth <= 0 || often(random, 15)) return anyDocument(random, 1);
  const inner = (member: Json | undefined) => likelyDocument(random, root, member ?? true, depth - 1);
  const { $ref, allOf, anyOf, oneOf } = schema;
  if (Array.isArray(schema.enum)) return pick(random, schema.enum as readonly Json[]);
  if (schema.const !== undefined) return schema.const;
  const base = ownDocument(random, schema, inner);
  const others = [
    ...(typeof $ref === 'string' ? [refersTo(root, $ref)] : []),
    ...(Array.isArray(allOf) ? allOf : []),
    ...[anyOf, oneOf].flatMap((list) => (Array.isArray(list) ? [pick(random, list as readonly Json[])] : [])),
    ...(schema.then !== undefined
      ? [often(random, 2) ? schema.then : (schema.else ?? true), ...(often(random, 2) ? [schema.if ?? true] : [])]
      : []),
  ].map((member) => inner(member as Json));
  const objects = [base, ...others].filter(isJsonObject);
  if (others.length > 0 && objects.length > 1) return Object.assign({}, ...objects) as JsonObject;
  const hasOwn = ['type', 'properties', 'items', 'minimum'].some((keyword) => schema[keyword] !== undefined);
  return others.length > 0 && (!hasOwn || often(random, 2)) ? pick(random, others) : base;
}

function refersTo(root: Json, reference: string): Json {
  if (reference === '#') return root;
  const definitions = asObject(root).$defs;
  return asObject(definitions ?? {})[reference.replace('#/$defs/', '')] ?? true;
}

// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one line for each kind reads better than ten functions.
function ownDocument(random: Random, schema: JsonObject, inner: (member: Json | undefined) => Json): Json {
  const types = [schema.type ?? []].flat() as string[];
  const type =
    types.length > 0
      ? pick(random, types)
      : schema.properties !== undefined
        ? 'object'
        : schema.items !== undefined
          ? 'array'
          : pick(random, TYPES);
  if (type === 'object') {
    const properties = asObject(schema.properties ?? {});
    const required = Array.isArray(schema.required) ? (schema.required as string[]) : [];
    const names = new Set([...required, ...some(random, Object.keys(properties)), ...(often(random, 3) ? [pick(random, NAMES)] : [])]);
    const additional = schema.additionalProperties ?? schema.unevaluatedProperties;
    const patterns = Object.values(asObject(schema.patternProperties ?? {}));
    return Object.fromEntries(
      [...names].map((name) => [name, inner(properties[name] ?? (often(random, 2) ? patterns[0] : undefined) ?? additional)]),
    );
  }
  if (type === 'array') {
    const prefix = Array.isArray(schema.prefixItems) ? (schema.prefixItems as readonly Json[]) : [];
    const rest = often(random, 3) && schema.contains !== undefined ? schema.contains : (schema.items ?? schema.unevaluatedItems);
    return Array.from({ length: random(4) }, (_, index) => inner(prefix[index] ?? rest));
  }
  if (type === 'string') return pick(random, TEXTS);
  if (type === 'integer') return pick(random, NUMBERS.filter(Number.isInteger));
  if (type === 'number') return pick(random, NUMBERS);
  return type === 'null' ? null : random(2) === 0;
}
