import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import type { FieldChange } from './prompt-diff.ts';

/** Compares two values field by field: objects by key, lists of objects by place, other lists as wholes. */
export function diffFields(before: Json | undefined, after: Json | undefined, path = ''): FieldChange[] {
  if (before === undefined || after === undefined) return before === after ? [] : [change(path, before, after)];
  if (isJsonObject(before) && isJsonObject(after)) return diffObjects(before, after, path);
  if (isObjectList(before) && isObjectList(after)) return diffLists(before, after, path);
  return canonicalJson(before) === canonicalJson(after) ? [] : [change(path, before, after)];
}

function diffObjects(before: JsonObject, after: JsonObject, path: string): FieldChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => diffFields(member(before, key), member(after, key), joined(path, key)));
}

function diffLists(before: readonly JsonObject[], after: readonly JsonObject[], path: string): FieldChange[] {
  const longer = before.length > after.length ? before : after;
  return longer.flatMap((_, index) => diffFields(before[index], after[index], `${path}[${index}]`));
}

function isObjectList(value: Json): value is readonly JsonObject[] {
  return Array.isArray(value) && value.length > 0 && value.every(isJsonObject);
}

function member(value: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function joined(path: string, key: string): string {
  if (!/^[\w$-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

function change(path: string, before: Json | undefined, after: Json | undefined): FieldChange {
  return { path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}
