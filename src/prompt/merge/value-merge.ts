import type { Json } from '../../base/json/canonical-json.ts';
import { type Edit, withEdit } from '../document/edit/edit.ts';
import type { ValuePath } from '../document/yaml/locate.ts';

/** The three values of one place; undefined where a side does not have it. */
export interface Sides<Value = Json | undefined> {
  readonly base: Value;
  readonly ours: Value;
  readonly theirs: Value;
}

/** A place that both sides changed, each in its own way. A side that does not have it is absent; of a text, only the stretch is told. */
export interface MergeConflict {
  /** In ours. */
  readonly path: ValuePath;
  readonly base?: Json;
  readonly ours?: Json;
  readonly theirs?: Json;
}

/** What turns ours into the merged value, to be done in this order, and what could not be settled. */
export interface ValueMerge {
  readonly edits: readonly Edit[];
  readonly conflicts: readonly MergeConflict[];
}

/** Ours is what it should be. */
export const NO_CHANGE: ValueMerge = { edits: [], conflicts: [] };

/** Which side a conflict takes. It is told in any case. */
export type Preference = 'ours' | 'theirs';

/** A conflict about a place as a whole. */
export function clash({ base, ours, theirs }: Sides, path: ValuePath, prefer: Preference): ValueMerge {
  const conflict = {
    path,
    ...(base !== undefined && { base }),
    ...(ours !== undefined && { ours }),
    ...(theirs !== undefined && { theirs }),
  };
  return { edits: prefer === 'theirs' ? taken(theirs, path).edits : [], conflicts: [conflict] };
}

/** Theirs as it is. */
export function taken(theirs: Json | undefined, path: ValuePath): ValueMerge {
  return { edits: [theirs === undefined ? { kind: 'remove', path } : { kind: 'set', path, value: theirs }], conflicts: [] };
}

/** Merges of places beside each other, as one. */
export function joined(merges: readonly ValueMerge[]): ValueMerge {
  return { edits: merges.flatMap(({ edits }) => edits), conflicts: merges.flatMap(({ conflicts }) => conflicts) };
}

/** Ours, which stands at a path of the file, after edits of the file. */
export function mergedAt<Value extends Json>(ours: Value, path: ValuePath, edits: readonly Edit[]): Value {
  return edits.reduce<Json>((value, edit) => withEdit(value, { ...edit, path: edit.path.slice(path.length) }), ours) as Value;
}
