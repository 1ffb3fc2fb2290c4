import { canonicalJson, type Json } from '../../base/json/canonical-json.ts';
import { saysTheSame } from '../document/edit/changes-between.ts';
import type { Edit } from '../document/edit/edit.ts';
import type { ValuePath } from '../document/yaml/locate.ts';
import { itemName, matchItems } from './match-items.ts';
import { clash, joined, mergedAt, NO_CHANGE, type Preference, type Sides, type ValueMerge } from './value-merge.ts';

/** How values that are no lists are merged. */
type Merge = (sides: Sides, path: ValuePath, prefer: Preference) => ValueMerge;

/** Lists of a prompt file whose items stand by themselves: what both sides added is kept, one after the other. */
const INDEPENDENT = new Set<string | number | undefined>([
  'tags',
  'owners',
  'aliases',
  'tools',
  'guardrails',
  'checks',
  'testData',
  'evaluators',
]);

/** Where the items of the base stand in an edited list. */
interface EditedList {
  /** By index in the base: the place in the list, or nothing for an item that is gone. */
  readonly places: readonly (number | undefined)[];
  /** By index in the base, and for its end: where an item put before it would stand. */
  readonly gaps: readonly number[];
  /** By index in the base, and for its end: what was put before it. */
  readonly added: readonly (readonly Json[])[];
}

/** Brings theirs' changes of a list into ours, item by item. */
export function mergeLists(sides: Sides<readonly Json[]>, path: ValuePath, prefer: Preference, merge: Merge): ValueMerge {
  const ours = editedList(sides.base, sides.ours);
  const theirs = editedList(sides.base, sides.theirs);
  const isNew = unknownTo(sides);
  const inside: ValueMerge[] = [];
  const around: ValueMerge[] = [];
  for (let index = sides.base.length; index >= 0; index -= 1) {
    const item = itemSides(sides, ours, theirs, index);
    const place = [...path, ours.gaps[index] as number];
    if (item.ours !== undefined && item.theirs !== undefined) inside.unshift(merge(item, place, prefer));
    else around.push(mergeGone(item, place, prefer));
    const added = { ours: ours.added[index] ?? [], theirs: theirs.added[index] ?? [] };
    around.push(
      saysTheSame(added.ours, added.theirs) ? NO_CHANGE : mergeAdded({ ...added, theirs: added.theirs.filter(isNew) }, place, prefer),
    );
  }
  // Changes inside items come first, while all stand where they stood; then from the end, so that no place shifts.
  const merged = joined([...inside, ...around]);
  return repeatsItem(mergedAt(sides.ours, path, merged.edits), sides) ? clash(sides, path, prefer) : merged;
}

function editedList(base: readonly Json[], edited: readonly Json[]): EditedList {
  const places: (number | undefined)[] = [];
  const gaps: number[] = [];
  const added: Json[][] = [];
  let next: Json[] = [];
  let position = 0;
  const close = () => {
    gaps.push(position);
    added.push(next);
    next = [];
  };
  for (const { before, after } of matchItems(base, edited)) {
    if (before !== undefined) {
      close();
      places.push(after);
    } else if (after !== undefined) next.push(edited[after] as Json);
    if (after !== undefined) position += 1;
  }
  close();
  return { places, gaps, added };
}

function itemSides({ base, ours, theirs }: Sides<readonly Json[]>, mine: EditedList, others: EditedList, index: number): Sides {
  const [left, right] = [mine.places[index], others.places[index]];
  return { base: base[index], ours: left === undefined ? undefined : ours[left], theirs: right === undefined ? undefined : theirs[right] };
}

/** An item that is gone on a side, or on both. */
function mergeGone(sides: Sides, place: ValuePath, prefer: Preference): ValueMerge {
  const { base, ours, theirs } = sides;
  if (ours !== undefined && saysTheSame(base, ours)) return { edits: [{ kind: 'remove', path: place }], conflicts: [] };
  if ((ours === undefined && theirs === undefined) || saysTheSame(base, theirs)) return NO_CHANGE;
  const { conflicts } = clash(sides, place, prefer);
  if (prefer === 'ours') return { edits: [], conflicts };
  return { edits: [theirs === undefined ? { kind: 'remove', path: place } : { kind: 'insert', path: place, value: theirs }], conflicts };
}

/** What both sides put between the same items: where order counts, nobody has said which comes first. */
function mergeAdded({ ours, theirs }: Pick<Sides<readonly Json[]>, 'ours' | 'theirs'>, place: ValuePath, prefer: Preference): ValueMerge {
  if (theirs.length === 0) return NO_CHANGE;
  const list = place.slice(0, -1);
  const end = Number(place.at(-1));
  const insert = (items: readonly Json[]): Edit[] => items.toReversed().map((value) => ({ kind: 'insert', path: place, value }));
  if (ours.length === 0 || INDEPENDENT.has(list.at(-1))) return { edits: insert(theirs), conflicts: [] };
  const conflicts = [{ path: list, ours, theirs }];
  if (prefer === 'ours') return { edits: [], conflicts };
  const start = end - ours.length;
  const removals = ours.map((_, index): Edit => ({ kind: 'remove', path: [...list, end - 1 - index] }));
  return {
    edits: [...removals, ...theirs.toReversed().map((value): Edit => ({ kind: 'insert', path: [...list, start], value }))],
    conflicts,
  };
}

/** Tells what ours does not have yet. An item that ours added too, wherever it stands there, must not come twice. */
function unknownTo({ base, ours }: Sides<readonly Json[]>): (item: Json) => boolean {
  const old = new Set(base.map(canonicalJson));
  const known = new Set(ours.map(canonicalJson).filter((key) => !old.has(key)));
  return (item) => !known.has(canonicalJson(item));
}

/** Whether a merged list holds something more often than either side: both moved it, or both added it in their own way. */
function repeatsItem(merged: readonly Json[], { ours, theirs }: Sides<readonly Json[]>): boolean {
  return [canonicalJson, itemName].some((nameOf) => {
    const [left, right] = [countBy(ours, nameOf), countBy(theirs, nameOf)];
    return [...countBy(merged, nameOf)].some(([name, count]) => {
      const most = Math.max(left.get(name) ?? 0, right.get(name) ?? 0);
      return most > 0 && count > most;
    });
  });
}

function countBy(items: readonly Json[], nameOf: (item: Json) => string | undefined): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const name = nameOf(item);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
