/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/**
 * Writes a value as RFC 8785 canonical JSON: keys sorted by UTF-16 code units, no white space,
 * numbers and strings as ECMAScript prints them. Equal values give equal text on every machine.
 *
 * @throws TypeError on what JSON cannot say exactly: undefined, non-finite numbers, dates, maps,
 * bigints, class instances, lone surrogates. Silence there would give two contents one digest.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (typeof value === 'string') return canonicalString(value);
  if (Array.isArray(value)) return canonicalList(value);
  if (isPlainObject(value)) return canonicalObject(value);
  throw new TypeError(`canonical JSON cannot hold ${describe(value)}`);
}

/** Type guard for a JSON object (not an array, not null). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text is joined as it comes, here and below: every case of an eval is named by this twice. */
function canonicalList(items: readonly Json[]): string {
  let text = '[';
  for (let index = 0; index < items.length; index += 1) text += `${index === 0 ? '' : ','}${canonicalJson(items[index] as Json)}`;
  return `${text}]`;
}

function canonicalObject(value: JsonObject): string {
  // The default sort compares UTF-16 code units, which is what RFC 8785 section 3.2.3 asks for.
  const keys = Object.keys(value).sort();
  let text = '{';
  for (const key of keys) text += `${text === '{' ? '' : ','}${canonicalString(key)}:${canonicalJson(value[key] as Json)}`;
  return `${text}}`;
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`canonical JSON cannot hold ${value}`);
  return JSON.stringify(value);
}

function canonicalString(value: string): string {
  const text = JSON.stringify(value);
  // JSON escapes half a pair, so that a text which only got its quotes has none: looking costs more than writing.
  if (text.length !== value.length + 2 && LONE_SURROGATE.test(value)) throw new TypeError('canonical JSON cannot hold a lone surrogate');
  return text;
}

function isPlainObject(value: unknown): value is JsonObject {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === null || prototype === Object.prototype;
}

function describe(value: unknown): string {
  return typeof value === 'object' && value !== null ? (value.constructor?.name ?? 'this object') : typeof value;
}
