import { Failure } from '../../base/failure.ts';
import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';

/** Variables as a copy of plain JSON that nobody else holds: no getters, functions, prototypes or cycles. */
export type PlainVariables = JsonObject & { readonly __brand: 'PlainVariables' };

/** Deeper than any real document, far from the depth at which a recursion overflows. */
const MAX_DEPTH = 200;

/** Copies variables before a template may see them. @throws Failure `variables-invalid` naming what is not JSON */
export function plainVariables(variables: JsonObject): PlainVariables {
  return copyObject(variables, '', 0) as PlainVariables;
}

function copy(value: unknown, path: string, depth: number): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (depth > MAX_DEPTH) throw refused(path, `is nested more than ${MAX_DEPTH} levels deep`);
  if (Array.isArray(value)) return Array.from(value, (item, index) => copy(item, `${path}[${index}]`, depth + 1));
  if (isJsonObject(value) && isPlain(value)) return copyObject(value, path, depth);
  throw refused(path, 'is not JSON');
}

function copyObject(value: JsonObject, path: string, depth: number): JsonObject {
  const members: [string, Json][] = [];
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) members.push([key, copy(member, path === '' ? key : `${path}.${key}`, depth + 1)]);
  }
  // `fromEntries` defines its members: a key called `__proto__` is data here, as it is in JSON.
  return Object.fromEntries(members);
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === null || prototype === Object.prototype;
}

function refused(path: string, what: string): Failure {
  return new Failure('variables-invalid', `The variable \`${path}\` ${what}.`, {
    hint: 'Variables are texts, numbers, booleans, null, lists and objects of these.',
  });
}
