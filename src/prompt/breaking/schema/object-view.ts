import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import { evaluate } from './evaluate.ts';
import { matchesPattern } from './matches-pattern.ts';
import { type Conjunction, type Part, within } from './part.ts';

/** What several schemas together say of the objects that satisfy all of them. */
export interface ObjectView {
  /** Fields that some schema names. */
  readonly names: ReadonlySet<string>;
  readonly required: ReadonlySet<string>;
  /** What a field satisfies when it is there. */
  field(name: string): Conjunction;
  /** What every field satisfies that no schema names, apart from those that match one of these patterns. */
  otherFields(patterns?: readonly string[]): Conjunction;
  /** What every field satisfies whose name matches exactly this pattern and that no schema names. */
  fieldsMatching(pattern: string): Conjunction;
}

/** Reads objects off schemas that all hold; what cannot be told is left out, so that too much is let through and never too little. */
export function objectView(atoms: Conjunction): ObjectView {
  const objects = atoms.flatMap((part) => (isJsonObject(part.schema) ? [{ part, schema: part.schema }] : []));
  const each = (read: (part: Part, schema: JsonObject) => readonly Json[]): Conjunction =>
    objects.flatMap(({ part, schema }) => read(part, schema).map((member) => within(part, member)));
  return {
    names: new Set(objects.flatMap(({ schema }) => Object.keys(mapping(schema.properties)))),
    required: requiredOf(objects.map(({ schema }) => schema)),
    field: (name) => each((part, schema) => [...nameVerdict(name, part, schema), ...fieldSchemas(name, schema)]),
    otherFields: (patterns = []) => each((_part, schema) => otherSchemas(schema, patterns)),
    fieldsMatching: (pattern) => each((_part, schema) => matchingSchemas(pattern, schema)),
  };
}

function mapping(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function requiredOf(schemas: readonly JsonObject[]): ReadonlySet<string> {
  const names = new Set(schemas.flatMap(({ required }) => (Array.isArray(required) ? (required as readonly Json[]).map(String) : [])));
  const dependencies = schemas.flatMap(({ dependentRequired }) => Object.entries(mapping(dependentRequired)));
  for (let size = -1; size !== names.size; ) {
    size = names.size;
    for (const [name, others] of dependencies)
      if (names.has(name) && Array.isArray(others)) for (const other of others) names.add(String(other));
  }
  return names;
}

/** A name that may not be used is a field that nothing satisfies. */
function nameVerdict(name: string, part: Part, { propertyNames }: JsonObject): Json[] {
  return propertyNames !== undefined && evaluate(name, within(part, propertyNames)) === false ? [false] : [];
}

function fieldSchemas(name: string, { properties, patternProperties, additionalProperties }: JsonObject): Json[] {
  const named = mapping(properties);
  const patterns = Object.entries(mapping(patternProperties)).map(([pattern, member]) => ({
    matches: matchesPattern(pattern, name),
    member,
  }));
  const isNamed = Object.hasOwn(named, name);
  const isAdditional = !isNamed && patterns.every(({ matches }) => matches === false);
  return [
    ...(isNamed ? [named[name] as Json] : []),
    ...patterns.filter(({ matches }) => matches === true).map(({ member }) => member),
    ...(isAdditional && additionalProperties !== undefined ? [additionalProperties] : []),
  ];
}

/** With patterns, a field satisfies one of theirs or what all others must: whichever it is. */
function otherSchemas({ patternProperties, additionalProperties }: JsonObject, except: readonly string[]): Json[] {
  if (additionalProperties === undefined) return [];
  const patterns = Object.entries(mapping(patternProperties)).filter(([pattern]) => !except.includes(pattern));
  if (patterns.length === 0) return [additionalProperties];
  return [{ anyOf: [additionalProperties, ...patterns.map(([, member]) => member)] }];
}

function matchingSchemas(pattern: string, schema: JsonObject): Json[] {
  const patterns = mapping(schema.patternProperties);
  return Object.hasOwn(patterns, pattern) ? [patterns[pattern] as Json] : otherSchemas(schema, []);
}
