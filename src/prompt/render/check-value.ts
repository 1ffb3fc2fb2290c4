import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { linearRegex } from '../../base/text/linear-regex.ts';

/**
 * Checks a value against the JSON Schema keywords that inputs use, and says what is wrong in words.
 *
 * A library would compile each schema with `new Function`, which browsers with a strict policy and
 * edge runtimes refuse. Unknown keywords are annotations, as in JSON Schema.
 */
export function checkValue(value: Json, schema: Json | undefined, path: string): string[] {
  if (schema === false) return [`\`${path}\` is not allowed`];
  if (!isJsonObject(schema)) return [];
  const { type } = schema;
  const types = type === undefined ? [] : [type].flat().map(String);
  // One complaint about the type says more than five about bounds of another type.
  if (types.length > 0 && !types.some((name) => isOfType(value, name))) {
    return [`\`${path}\` must be ${types.map((name) => ARTICLES.get(name) ?? name).join(' or ')}, not ${describe(value)}`];
  }
  return [
    ...choice(value, schema, path),
    ...(typeof value === 'string' ? text(value, schema, path) : []),
    ...(typeof value === 'number' ? number(value, schema, path) : []),
    ...(Array.isArray(value) ? list(value, schema, path) : []),
    ...(isJsonObject(value) ? object(value, schema, path) : []),
    ...combined(value, schema, path),
  ];
}

const ARTICLES: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['integer', 'a whole number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'an object'],
]);

/** Longer texts are not quoted: they may be whole documents. */
const QUOTED = 40;

function isOfType(value: Json, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  return typeOf(value) === type;
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function describe(value: Json): string {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  if (typeof value === 'string' && value.length <= QUOTED) return `the text ${JSON.stringify(value)}`;
  return ARTICLES.get(typeOf(value)) ?? 'this';
}

function choice(value: Json, { enum: allowed, const: only }: JsonObject, path: string): string[] {
  const choices = Array.isArray(allowed) ? allowed : only === undefined ? undefined : [only];
  if (choices === undefined || choices.some((one) => canonicalJson(one) === canonicalJson(value))) return [];
  return [`\`${path}\` must be ${choices.length > 1 ? 'one of ' : ''}${choices.map((one) => JSON.stringify(one)).join(', ')}`];
}

function text(value: string, { minLength, maxLength, pattern }: JsonObject, path: string): string[] {
  const length = typeof minLength === 'number' || typeof maxLength === 'number' ? Array.from(value).length : 0;
  return [
    ...below(length, minLength, (least) => `\`${path}\` must have at least ${least} characters, not ${length}`),
    ...above(length, maxLength, (most) => `\`${path}\` must have at most ${most} characters, not ${length}`),
    ...(typeof pattern === 'string' && !linearRegex(pattern).test(value) ? [`\`${path}\` must match ${pattern}`] : []),
  ];
}

function number(value: number, schema: JsonObject, path: string): string[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  return [
    ...below(value, minimum, (least) => `\`${path}\` must be at least ${least}, not ${value}`),
    ...above(value, maximum, (most) => `\`${path}\` must be at most ${most}, not ${value}`),
    ...(typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum ? [`\`${path}\` must be more than ${exclusiveMinimum}`] : []),
    ...(typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum ? [`\`${path}\` must be less than ${exclusiveMaximum}`] : []),
    ...(typeof multipleOf === 'number' && !Number.isInteger(value / multipleOf) ? [`\`${path}\` must be a multiple of ${multipleOf}`] : []),
  ];
}

function list(value: readonly Json[], { minItems, maxItems, uniqueItems, items }: JsonObject, path: string): string[] {
  return [
    ...below(value.length, minItems, (least) => `\`${path}\` must have at least ${least} items, not ${value.length}`),
    ...above(value.length, maxItems, (most) => `\`${path}\` must have at most ${most} items, not ${value.length}`),
    ...(uniqueItems === true && new Set(value.map(canonicalJson)).size < value.length ? [`\`${path}\` must not repeat an item`] : []),
    ...value.flatMap((item, index) => checkValue(item, items, `${path}[${index}]`)),
  ];
}

function object(value: JsonObject, { required, properties, additionalProperties }: JsonObject, path: string): string[] {
  const known = isJsonObject(properties) ? properties : {};
  const missing = Array.isArray(required) ? required.map(String).filter((name) => !Object.hasOwn(value, name)) : [];
  return [
    ...missing.map((name) => `\`${path}.${name}\` is required`),
    ...Object.entries(value).flatMap(([name, member]) =>
      checkValue(member, Object.hasOwn(known, name) ? known[name] : additionalProperties, `${path}.${name}`),
    ),
  ];
}

function combined(value: Json, { allOf, anyOf, oneOf, not }: JsonObject, path: string): string[] {
  const fits = (schema: Json): boolean => checkValue(value, schema, path).length === 0;
  return [
    ...(Array.isArray(allOf) ? allOf.flatMap((schema) => checkValue(value, schema, path)) : []),
    ...(Array.isArray(anyOf) && !anyOf.some(fits) ? [`\`${path}\` fits none of the allowed shapes`] : []),
    ...(Array.isArray(oneOf) && oneOf.filter(fits).length !== 1 ? [`\`${path}\` must fit exactly one of the allowed shapes`] : []),
    ...(not !== undefined && fits(not) ? [`\`${path}\` has a shape that is not allowed`] : []),
  ];
}

function below(value: number, bound: Json | undefined, say: (bound: number) => string): string[] {
  return typeof bound === 'number' && value < bound ? [say(bound)] : [];
}

function above(value: number, bound: Json | undefined, say: (bound: number) => string): string[] {
  return typeof bound === 'number' && value > bound ? [say(bound)] : [];
}
