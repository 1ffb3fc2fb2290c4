import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import type { ValuePath } from '../yaml/locate.ts';

/** One change of one place of a source; together they turn one value into another. */
export type Change =
  | { readonly kind: 'replace'; readonly path: ValuePath; readonly value: Json }
  /** A new member, after that one; null puts it first, and without it any place will do. */
  | { readonly kind: 'add'; readonly path: ValuePath; readonly value: Json; readonly after?: string | null | undefined }
  | { readonly kind: 'insert'; readonly path: ValuePath; readonly value: Json }
  | { readonly kind: 'remove'; readonly path: ValuePath };

/** Mappings of a JSON Schema whose order providers act on. */
const ORDERED = new Set<string | number | undefined>(['properties', 'patternProperties', '$defs', 'definitions']);

/** Whether the order of the keys counts in the mapping at a path. */
export function isOrderedMapping(path: ValuePath): boolean {
  return ORDERED.has(path.at(-1));
}

/** Whether two values say the same: order counts in lists, and in the mappings of a schema that name fields. */
export function saysTheSame(left: Json | undefined, right: Json | undefined, isOrdered = false): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item: Json, index) => saysTheSame(item, (right as readonly Json[])[index]));
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return left === right;
  const keys = Object.keys(left);
  const others = Object.keys(right);
  if (keys.length !== others.length || (isOrdered && keys.some((key, index) => key !== others[index]))) return false;
  return keys.every((key) => Object.hasOwn(right, key) && saysTheSame(left[key], right[key], ORDERED.has(key)));
}

/** The fewest and smallest places to change, to be made in this order. */
export function changesBetween(before: Json, after: Json, path: ValuePath): Change[] {
  const isOrdered = isOrderedMapping(path);
  if (saysTheSame(before, after, isOrdered)) return [];
  if (Array.isArray(before) && Array.isArray(after) && before.length > 0 && after.length > 0) return listChanges(before, after, path);
  if (!isJsonObject(before) || !isJsonObject(after) || isEmpty(before) || isEmpty(after)) return [{ kind: 'replace', path, value: after }];
  if (isOrdered && !keepsOrder(before, after)) return [{ kind: 'replace', path, value: after }];
  return memberChanges(before, after, path);
}

function memberChanges(before: JsonObject, after: JsonObject, path: ValuePath): Change[] {
  const kept = Object.keys(before).filter((key) => Object.hasOwn(after, key));
  // Nothing in common: as well a new mapping.
  if (kept.length === 0) return [{ kind: 'replace', path, value: after }];
  const changes: Change[] = Object.keys(before)
    .filter((key) => !Object.hasOwn(after, key))
    .map((key) => ({ kind: 'remove', path: [...path, key] }));
  let previous: string | null | undefined = isOrderedMapping(path) ? null : undefined;

  for (const [key, value] of Object.entries(after)) {
    const inner = [...path, key];
    if (Object.hasOwn(before, key)) changes.push(...changesBetween(before[key] as Json, value, inner));
    else changes.push({ kind: 'add', path: inner, value, after: previous });
    previous = key;
  }
  return changes;
}

/** Items at both ends that stay the same are left alone; between them, items are matched in order. */
function listChanges(before: readonly Json[], after: readonly Json[], path: ValuePath): Change[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && saysTheSame(before[start], after[start])) start += 1;
  let tail = 0;
  while (tail < shorter - start && saysTheSame(before.at(-1 - tail), after.at(-1 - tail))) tail += 1;
  const matched = shorter - tail;
  const changes: Change[] = [];
  for (let index = start; index < matched; index += 1) {
    changes.push(...changesBetween(before[index] as Json, after[index] as Json, [...path, index]));
  }
  for (let index = before.length - tail - 1; index >= matched; index -= 1) changes.push({ kind: 'remove', path: [...path, index] });
  for (let index = matched; index < after.length - tail; index += 1) {
    changes.push({ kind: 'insert', path: [...path, index], value: after[index] as Json });
  }
  return changes;
}

function keepsOrder(before: JsonObject, after: JsonObject): boolean {
  const kept = Object.keys(before).filter((key) => Object.hasOwn(after, key));
  const same = Object.keys(after).filter((key) => Object.hasOwn(before, key));
  return kept.every((key, index) => key === same[index]);
}

function isEmpty(value: JsonObject): boolean {
  return Object.keys(value).length === 0;
}
