import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';

/** Keywords whose schemas speak of the same value. */
const SAME_VALUE = ['allOf', 'anyOf', 'oneOf'] as const;

/** A place in a schema that another names. */
export interface LocalReference {
  /** `#` and a JSON pointer, in its plain spelling: equal places, equal pointer. */
  readonly pointer: string;
  readonly schema: Json;
}

/**
 * What a `$ref` names inside the same document; nothing for what lies elsewhere, is not there, or belongs
 * to a schema with an address of its own (`$id`), where the same text means another place.
 */
export function localReference(root: JsonObject, reference: string): LocalReference | undefined {
  if (!/^#(?:\/|$)/.test(reference)) return undefined;
  const steps = decodedSteps(reference.slice(1));
  if (steps === undefined) return undefined;
  let schema: Json | undefined = root;
  for (const step of steps) {
    schema = memberOf(schema, step);
    if (schema === undefined || hasOwnAddress(schema)) return undefined;
  }
  if (typeof schema !== 'boolean' && !isJsonObject(schema)) return undefined;
  return { pointer: `#${steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`, schema };
}

/** True for a schema inside a document that has a base of its own. */
export function hasOwnAddress(schema: Json): boolean {
  return isJsonObject(schema) && typeof schema.$id === 'string';
}

/** Whether what a reference names comes back to a place without going down into a member or an item: a type that is itself. */
export function isEndless(root: JsonObject, from: string, to: string, seen: ReadonlySet<string> = new Set()): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  const schema = localReference(root, from)?.schema;
  return referencesOf(schema).some((next) => {
    const pointer = localReference(root, next)?.pointer;
    return pointer !== undefined && isEndless(root, pointer, to, new Set([...seen, from]));
  });
}

function referencesOf(schema: Json | undefined): string[] {
  if (!isJsonObject(schema)) return [];
  const own = typeof schema.$ref === 'string' ? [schema.$ref] : [];
  const nested = SAME_VALUE.flatMap((keyword) => {
    const members = schema[keyword];
    return Array.isArray(members) ? members : [];
  });
  return [...own, ...nested.flatMap(referencesOf)];
}

function decodedSteps(pointer: string): string[] | undefined {
  try {
    return pointer
      .split('/')
      .slice(1)
      .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
  } catch {
    return undefined;
  }
}

function memberOf(value: Json | undefined, step: string): Json | undefined {
  if (Array.isArray(value)) return /^(?:0|[1-9]\d*)$/.test(step) ? (value[Number(step)] as Json | undefined) : undefined;
  return isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}
