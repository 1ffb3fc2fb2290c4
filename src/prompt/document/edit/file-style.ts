import { isMap, isScalar, isSeq, type Node, type Pair, visit, type YAMLMap } from 'yaml';
import { TIDY, type YamlStyle } from '../write/write-yaml.ts';
import { isBlockCollection, itemSlot, memberSlot } from './slot.ts';

/** How a file is written: what is added to it is written the same way. */
export function fileStyle(root: Node | null, text: string, isOpen: YamlStyle['isOpen']): YamlStyle {
  let { step, listStep }: { step?: number; listStep?: number } = {};
  let single = 0;
  visit(root as Node, {
    Scalar(_key, { type }) {
      if (type === 'QUOTE_SINGLE') single += 1;
      else if (type === 'QUOTE_DOUBLE') single -= 1;
    },
    Map(_key, map) {
      if (!isBlockCollection(map)) return;
      for (const [index, { value }] of (map.items as Pair<Node | null, Node | null>[]).entries()) {
        if (!isBlockCollection(value) || value.items.length === 0) continue;
        const outer = memberSlot(text, map, index).column;
        if (isMap(value)) step ??= memberSlot(text, value, 0).column - outer;
        else if (isSeq(value)) listStep ??= itemSlot(text, value, 0).column - outer;
      }
    },
  });
  return {
    step: within(step, 1) ?? TIDY.step,
    listStep: within(listStep, 0) ?? TIDY.listStep,
    quote: single > 0 ? 'single' : 'double',
    isOpen,
  };
}

/** A figure that a block header can name. */
function within(columns: number | undefined, least: number): number | undefined {
  return columns !== undefined && columns >= least && columns <= 9 ? columns : undefined;
}

/** Whether the keys of a mapping are quoted, as in JSON. */
export function quotesKeys({ items }: YAMLMap): boolean {
  return items.length > 0 && items.every(({ key }) => isScalar(key) && key.type === 'QUOTE_DOUBLE');
}
