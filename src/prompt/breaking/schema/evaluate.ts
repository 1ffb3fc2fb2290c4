import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import { jsonType, typeNames } from './json-type.ts';
import { OPAQUE_KEYWORDS } from './keywords.ts';
import { matchesPattern } from './matches-pattern.ts';
import { type Part, resolveReference, within } from './part.ts';

/** Whether a document satisfies a schema: yes, no, or nothing where this program cannot tell. */
export type Verdict = boolean | undefined;

const MAX_REFERENCES = 50;
const MAX_STEPS = 2000;

/** Checks one document against a schema, and admits what it cannot judge: formats, foreign references, rare keywords. */
export function evaluate(value: Json, part: Part): Verdict {
  return judge(value, part, { references: 0, effort: { steps: 0 }, judged: new Map() });
}

/** How far a check has come: references that lead to references, and all work so far. */
interface Way {
  readonly references: number;
  readonly effort: { steps: number };
  /** What definitions say of a value: those that refer to each other twice would be asked two to the power of their number. */
  readonly judged: Map<JsonObject, Map<Json, Verdict>>;
}

function judge(value: Json, part: Part, way: Way): Verdict {
  const { schema } = part;
  if (typeof schema === 'boolean') return schema;
  way.effort.steps += 1;
  if (!isJsonObject(schema) || way.references > MAX_REFERENCES || way.effort.steps > MAX_STEPS) return undefined;
  const inner = (other: Json, member: Json | undefined): Verdict => judge(other, within(part, member === undefined ? true : member), way);
  return all([
    typeVerdict(value, schema),
    choiceVerdict(value, schema),
    typeof value === 'number' ? numberVerdict(value, schema) : true,
    typeof value === 'string' ? textVerdict(value, schema) : true,
    Array.isArray(value) ? listVerdict(value, schema, inner) : true,
    isJsonObject(value) ? objectVerdict(value, schema, inner) : true,
    combinedVerdict(value, schema, inner),
    referenceVerdict(value, part, schema, way),
    Object.keys(schema).some((keyword) => OPAQUE_KEYWORDS.has(keyword)) ? undefined : true,
  ]);
}

type Inner = (value: Json, schema: Json | undefined) => Verdict;

/** False when one is, else undecided when one is. */
function all(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(false)) return false;
  return verdicts.includes(undefined) ? undefined : true;
}

function not(verdict: Verdict): Verdict {
  return verdict === undefined ? undefined : !verdict;
}

function any(verdicts: readonly Verdict[]): Verdict {
  return not(all(verdicts.map(not)));
}

function typeVerdict(value: Json, schema: JsonObject): Verdict {
  const names = typeNames(schema);
  if (names === undefined) return schema.type === undefined ? true : undefined;
  return names.includes(jsonType(value)) || (names.includes('integer') && Number.isInteger(value));
}

function choiceVerdict(value: Json, { enum: choices, const: only }: JsonObject): Verdict {
  const text = canonicalJson(value);
  return all([
    choices === undefined ? true : Array.isArray(choices) ? textsOf(choices).has(text) : undefined,
    only === undefined || canonicalJson(only) === text,
  ]);
}

/** Lists of thousands of values are asked about each of thousands. */
const listed = new WeakMap<readonly Json[], ReadonlySet<string>>();

function textsOf(choices: readonly Json[]): ReadonlySet<string> {
  const texts = listed.get(choices) ?? new Set(choices.map(canonicalJson));
  listed.set(choices, texts);
  return texts;
}

/** A bound as a number; a keyword with another value cannot be judged. */
function bound(limit: Json | undefined, holds: (limit: number) => boolean): Verdict {
  if (limit === undefined) return true;
  return typeof limit === 'number' ? holds(limit) : undefined;
}

function numberVerdict(value: number, schema: JsonObject): Verdict {
  return all([
    bound(schema.minimum, (limit) => value >= limit),
    bound(schema.maximum, (limit) => value <= limit),
    bound(schema.exclusiveMinimum, (limit) => value > limit),
    bound(schema.exclusiveMaximum, (limit) => value < limit),
    multipleVerdict(value, schema.multipleOf),
  ]);
}

/** Validators divide in binary fractions and differ in how they round; whole numbers are safe. */
function multipleVerdict(value: number, step: Json | undefined): Verdict {
  if (step === undefined) return true;
  if (typeof step !== 'number' || !Number.isSafeInteger(step) || !Number.isSafeInteger(value)) return undefined;
  return value % step === 0;
}

function textVerdict(value: string, { minLength, maxLength, pattern, format }: JsonObject): Verdict {
  const length = Array.from(value).length;
  return all([
    bound(minLength, (limit) => length >= limit),
    bound(maxLength, (limit) => length <= limit),
    pattern === undefined ? true : typeof pattern === 'string' ? matchesPattern(pattern, value) : undefined,
    format === undefined ? true : undefined,
  ]);
}

function listVerdict(value: readonly Json[], schema: JsonObject, inner: Inner): Verdict {
  const { prefixItems = [], items, contains, uniqueItems } = schema;
  if (!Array.isArray(prefixItems) || Array.isArray(items) || schema.unevaluatedItems !== undefined) return undefined;
  return all([
    bound(schema.minItems, (limit) => value.length >= limit),
    bound(schema.maxItems, (limit) => value.length <= limit),
    uniqueItems === true ? new Set(value.map(canonicalJson)).size === value.length : true,
    ...value.map((item, index) => inner(item, index < prefixItems.length ? (prefixItems as readonly Json[])[index] : items)),
    contains === undefined
      ? true
      : containsVerdict(
          value.map((item) => inner(item, contains)),
          schema,
        ),
  ]);
}

function containsVerdict(verdicts: readonly Verdict[], { minContains = 1, maxContains }: JsonObject): Verdict {
  const fewest = verdicts.filter((verdict) => verdict === true).length;
  const most = verdicts.filter((verdict) => verdict !== false).length;
  const counted = (limit: Json | undefined, isMet: (count: number, limit: number) => boolean): Verdict =>
    bound(limit, (number) => isMet(fewest, number)) === bound(limit, (number) => isMet(most, number))
      ? bound(limit, (number) => isMet(most, number))
      : undefined;
  return all([counted(minContains, (count, limit) => count >= limit), counted(maxContains, (count, limit) => count <= limit)]);
}

function objectVerdict(value: JsonObject, schema: JsonObject, inner: Inner): Verdict {
  const { required, dependentRequired, dependentSchemas, propertyNames } = schema;
  if (schema.unevaluatedProperties !== undefined) return undefined;
  const names = Object.keys(value);
  const has = (name: Json): boolean => typeof name === 'string' && Object.hasOwn(value, name);
  const named = (members: Json | undefined, verdict: (member: Json) => Verdict): Verdict => {
    if (members === undefined) return true;
    return isJsonObject(members) ? all(Object.entries(members).map(([name, member]) => (has(name) ? verdict(member) : true))) : undefined;
  };
  return all([
    bound(schema.minProperties, (limit) => names.length >= limit),
    bound(schema.maxProperties, (limit) => names.length <= limit),
    required === undefined ? true : Array.isArray(required) ? required.every(has) : undefined,
    named(dependentRequired, (others) => (Array.isArray(others) ? others.every(has) : undefined)),
    named(dependentSchemas, (member) => inner(value, member)),
    propertyNames === undefined ? true : all(names.map((name) => inner(name, propertyNames))),
    ...Object.entries(value).map(([name, member]) => memberVerdict(name, member, schema, inner)),
  ]);
}

function memberVerdict(name: string, value: Json, schema: JsonObject, inner: Inner): Verdict {
  const { properties = {}, patternProperties = {}, additionalProperties } = schema;
  if (!isJsonObject(properties) || !isJsonObject(patternProperties)) return undefined;
  const isNamed = Object.hasOwn(properties, name);
  const patterns = Object.entries(patternProperties).map(([pattern, member]) => ({ matches: matchesPattern(pattern, name), member }));
  const isAdditional = isNamed ? false : not(any(patterns.map(({ matches }) => matches)));
  return all([
    isNamed ? inner(value, properties[name]) : true,
    ...patterns.map(({ matches, member }) => implies(matches, inner(value, member))),
    implies(isAdditional, inner(value, additionalProperties)),
  ]);
}

function implies(condition: Verdict, verdict: Verdict): Verdict {
  return any([not(condition), verdict]);
}

function combinedVerdict(value: Json, schema: JsonObject, inner: Inner): Verdict {
  const each = (list: Json | undefined, combine: (verdicts: Verdict[]) => Verdict): Verdict => {
    if (list === undefined) return true;
    return Array.isArray(list) ? combine(list.map((member: Json) => inner(value, member))) : undefined;
  };
  const condition = schema.if === undefined ? undefined : inner(value, schema.if);
  return all([
    each(schema.allOf, all),
    each(schema.anyOf, any),
    each(schema.oneOf, exactlyOne),
    schema.not === undefined ? true : not(inner(value, schema.not)),
    schema.if === undefined
      ? true
      : all([implies(condition, inner(value, schema.then)), implies(not(condition), inner(value, schema.else))]),
  ]);
}

function exactlyOne(verdicts: readonly Verdict[]): Verdict {
  const certain = verdicts.filter((verdict) => verdict === true).length;
  const possible = verdicts.filter((verdict) => verdict !== false).length;
  if (certain > 1 || possible === 0) return false;
  return certain === possible ? true : undefined;
}

function referenceVerdict(value: Json, part: Part, { $ref }: JsonObject, way: Way): Verdict {
  if ($ref === undefined) return true;
  const target = typeof $ref === 'string' ? resolveReference($ref, part.root) : undefined;
  if (target === undefined || !isJsonObject(target.schema)) return target && judge(value, target, way);
  const known = way.judged.get(target.schema) ?? new Map<Json, Verdict>();
  way.judged.set(target.schema, known);
  if (!known.has(value)) known.set(value, judge(value, target, { ...way, references: way.references + 1 }));
  return known.get(value);
}
