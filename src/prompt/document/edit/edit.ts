import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import type { ValuePath } from '../yaml/locate.ts';
import { pathText } from '../yaml/path-text.ts';

/** One change of a file's value. */
export type Edit =
  /** Gives the place this value; a key that is not there yet is added, with the mappings on the way to it. */
  | { readonly kind: 'set'; readonly path: ValuePath; readonly value: Json }
  /** Takes a key or an item away. Nothing happens where there is none. */
  | { readonly kind: 'remove'; readonly path: ValuePath }
  /** Puts an item into a list, before the one that has this index now. */
  | { readonly kind: 'insert'; readonly path: ValuePath; readonly value: Json };

/** The value at a path, or nothing. */
export function valueAt(value: Json | undefined, path: ValuePath): Json | undefined {
  let current = value;
  for (const step of path) {
    if (Array.isArray(current)) current = (current as readonly Json[])[Number(step)];
    else current = isJsonObject(current) && Object.hasOwn(current, step) ? current[step] : undefined;
  }
  return current;
}

/** The value after an edit. @throws Failure `edit-impossible` for a path that leads into a text or a number, or beyond a list. */
export function withEdit(value: Json, edit: Edit): Json {
  return changed(value, edit.path, edit, 0);
}

function changed(value: Json | undefined, path: ValuePath, edit: Edit, depth: number): Json {
  const step = path[depth];
  if (step === undefined) {
    if (edit.kind === 'set') return edit.value;
    throw new Failure('edit-impossible', `The whole file cannot be the target of "${edit.kind}".`);
  }
  if (edit.kind === 'remove' && (typeof value !== 'object' || value === null)) return value ?? null;
  const isLast = depth === path.length - 1;
  if (typeof step === 'number') return changedList(listAt(value, path, depth), step, path, edit, isLast, depth);
  const members = membersAt(value, path, depth);
  if (isLast && edit.kind === 'insert') throw new Failure('edit-impossible', `${pathText(path)} is no place in a list.`);
  if (edit.kind === 'remove' && !Object.hasOwn(members, step)) return members;
  if (isLast && edit.kind === 'remove') return Object.fromEntries(Object.entries(members).filter(([key]) => key !== step));
  const member = Object.hasOwn(members, step) ? members[step] : undefined;
  return { ...members, [step]: changed(member, path, edit, depth + 1) };
}

function changedList(items: readonly Json[], index: number, path: ValuePath, edit: Edit, isLast: boolean, depth: number): Json {
  if (isLast && edit.kind === 'insert' && index <= items.length) return items.toSpliced(index, 0, edit.value);
  if (edit.kind === 'remove' && index >= items.length) return items;
  if (isLast && edit.kind === 'remove') return items.toSpliced(index, 1);
  if (index > items.length || (index === items.length && edit.kind !== 'set')) {
    throw new Failure('edit-impossible', `${pathText(path)} is beyond the end of the list, which has ${items.length} items.`);
  }
  return items.toSpliced(index, 1, changed(items[index], path, edit, depth + 1));
}

function listAt(value: Json | undefined, path: ValuePath, depth: number): readonly Json[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw new Failure('edit-impossible', `${pathText(path.slice(0, depth))} is no list.`);
}

function membersAt(value: Json | undefined, path: ValuePath, depth: number): JsonObject {
  if (value === undefined || value === null) return {};
  if (isJsonObject(value)) return value;
  throw new Failure('edit-impossible', `${pathText(path.slice(0, depth))} is no mapping.`);
}
