import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import { type Part, resolveReference, within } from './part.ts';

/** Fields that the schemas beside an `unevaluatedProperties` look at, in the words of a schema. */
export interface EvaluatedMembers extends JsonObject {
  readonly properties: JsonObject;
  readonly patternProperties: JsonObject;
}

const ALWAYS = ['allOf'] as const;
const SOMETIMES = ['allOf', 'anyOf', 'oneOf'] as const;
const SOMETIMES_ONE = ['if', 'then', 'else', 'not'] as const;
const MAX_DEPTH = 20;

/**
 * Which fields a schema looks at: `surely`, in every document that satisfies it, or `maybe`, in some.
 *
 * `all` when it looks at every field, or when that cannot be ruled out in `maybe`.
 */
export function evaluatedMembers(part: Part, certainty: 'surely' | 'maybe', depth = MAX_DEPTH): EvaluatedMembers | 'all' {
  const { schema } = part;
  const unknown = certainty === 'maybe' ? 'all' : NONE;
  if (!isJsonObject(schema)) return NONE;
  if (depth === 0) return unknown;
  const inner = [...besides(part, schema, certainty)].map((member) =>
    member === undefined ? unknown : looksAtAll(member, certainty) ? 'all' : evaluatedMembers(member, certainty, depth - 1),
  );
  if (schema.additionalProperties !== undefined) return 'all';
  return [namedHere(schema), ...inner].reduce((one, other) => (one === 'all' || other === 'all' ? 'all' : merged(one, other)));
}

const NONE: EvaluatedMembers = { properties: {}, patternProperties: {} };

/** An inner `unevaluatedProperties` looks at whatever is left. */
function looksAtAll({ schema }: Part, certainty: 'surely' | 'maybe'): boolean {
  return certainty === 'maybe' && isJsonObject(schema) && schema.unevaluatedProperties !== undefined;
}

/** Schemas that look at the same document; nothing for a reference that leads nowhere known. */
function* besides(part: Part, schema: JsonObject, certainty: 'surely' | 'maybe'): Generator<Part | undefined> {
  const { $ref, dependentSchemas } = schema;
  if ($ref !== undefined) yield typeof $ref === 'string' ? resolveReference($ref, part.root) : undefined;
  if (schema.$dynamicRef !== undefined || schema.$recursiveRef !== undefined) yield undefined;
  for (const keyword of certainty === 'surely' ? ALWAYS : SOMETIMES) {
    const list = schema[keyword];
    if (Array.isArray(list)) for (const member of list as readonly Json[]) yield within(part, member);
  }
  if (certainty === 'surely') return;
  for (const keyword of SOMETIMES_ONE) if (schema[keyword] !== undefined) yield within(part, schema[keyword] as Json);
  if (isJsonObject(dependentSchemas)) for (const member of Object.values(dependentSchemas)) yield within(part, member);
}

function namedHere({ properties, patternProperties }: JsonObject): EvaluatedMembers {
  return { properties: anything(properties), patternProperties: anything(patternProperties) };
}

function anything(members: Json | undefined): JsonObject {
  return isJsonObject(members) ? Object.fromEntries(Object.keys(members).map((name) => [name, true])) : {};
}

function merged(one: EvaluatedMembers, other: EvaluatedMembers): EvaluatedMembers {
  return {
    properties: { ...one.properties, ...other.properties },
    patternProperties: { ...one.patternProperties, ...other.patternProperties },
  };
}
