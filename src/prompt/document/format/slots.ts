import { isMap, isSeq, type YAMLMap, type YAMLSeq } from 'yaml';
import { isBlockCollection, itemSlot, memberSlot, type Slot } from '../edit/slot.ts';

/** The members and items of a mapping or list that is laid out by indentation, and of those below it; outer ones first. */
export function* slotsBelow(text: string, parent: unknown): Generator<Slot> {
  if (!isBlockCollection(parent)) return;
  for (const slot of slotsOf(text, parent)) {
    yield slot;
    yield* slotsBelow(text, slot.node);
  }
}

/** The members or items of one mapping or list. */
export function slotsOf(text: string, parent: YAMLMap | YAMLSeq): Slot[] {
  if (isSeq(parent)) return parent.items.map((_item, index) => itemSlot(text, parent, index));
  return isMap(parent) ? parent.items.map((_pair, index) => memberSlot(text, parent, index)) : [];
}
