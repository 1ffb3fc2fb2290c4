import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { isOrderedMapping, saysTheSame } from '../document/edit/changes-between.ts';
import type { ValuePath } from '../document/yaml/locate.ts';
import { mergeLists } from './merge-lists.ts';
import { mergeTexts } from './merge-texts.ts';
import { mergedKeys } from './merged-keys.ts';
import { clash, joined, mergedAt, NO_CHANGE, type Preference, type Sides, taken, type ValueMerge } from './value-merge.ts';

/**
 * Brings the changes that theirs made to the base into ours.
 *
 * What only one side changed is taken from it, at any depth: members of mappings, items of lists, sentences of
 * texts. What both changed in the same way is one change.
 */
export function mergeValues({ base, ours, theirs }: Sides, path: ValuePath, prefer: Preference): ValueMerge {
  const isOrdered = isOrderedMapping(path);
  if (saysTheSame(ours, theirs, isOrdered) || saysTheSame(base, theirs, isOrdered)) return NO_CHANGE;
  if (saysTheSame(base, ours, isOrdered)) return taken(theirs, path);
  if (isJsonObject(ours) && isJsonObject(theirs) && (isJsonObject(base) || base === undefined)) {
    return mergeMappings({ base: base ?? {}, ours, theirs }, path, prefer);
  }
  if (isList(ours) && isList(theirs) && (isList(base) || base === undefined)) {
    return mergeLists({ base: base ?? [], ours, theirs }, path, prefer, mergeValues);
  }
  if (typeof base !== 'string' || typeof ours !== 'string' || typeof theirs !== 'string')
    return clash({ base, ours, theirs }, path, prefer);
  const { text, conflicts } = mergeTexts(base, ours, theirs, prefer);
  const stretches = conflicts.map((stretch) => ({ path, ...stretch }));
  return { edits: text === ours ? [] : [{ kind: 'set', path, value: text }], conflicts: stretches };
}

function mergeMappings({ base, ours, theirs }: Sides<JsonObject>, path: ValuePath, prefer: Preference): ValueMerge {
  const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
  const merge = joined(
    keys.map((key) => mergeValues({ base: own(base, key), ours: own(ours, key), theirs: own(theirs, key) }, [...path, key], prefer)),
  );
  if (!isOrderedMapping(path)) return merge;
  // Where the order of the keys counts, new ones have to stand where their side put them.
  const order = mergedKeys(Object.keys(base), Object.keys(ours), Object.keys(theirs));
  if (order === undefined) return clash({ base, ours, theirs }, path, prefer);
  const merged = mergedAt(ours, path, merge.edits);
  const value = Object.fromEntries(order.flatMap((key) => (Object.hasOwn(merged, key) ? [[key, merged[key] as Json]] : [])));
  return { edits: [{ kind: 'set', path, value }], conflicts: merge.conflicts };
}

function own(value: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
