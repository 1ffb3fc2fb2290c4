import { withoutTrailing } from '../../../base/text/without-trailing.ts';
import { isBlockText, lineStart, valueEnd } from '../edit/slot.ts';
import type { YamlTree } from '../safe-yaml.ts';
import { slotsBelow } from './slots.ts';

/** No space at the ends of lines, at most one empty line at a time, none at the top, one line end at the bottom. */
export function tidyLines({ root, source: { text } }: YamlTree): string {
  const inside = linesInside(text, root);
  const kept: string[] = [];
  let offset = 0;
  let isContent = false;
  for (const line of text.split('\n')) {
    isContent = inside.has(offset);
    const tidy = isContent ? line : withoutTrailing(line, ' \t');
    const isSpare = !isContent && tidy === '' && (kept.length === 0 || kept.at(-1) === '');
    if (!isSpare) kept.push(tidy);
    offset += line.length + 1;
  }
  // The text ends with a line end, so the last line is empty; one that is content is the end of a block.
  const body = kept.join('\n');
  return endsInBlock(text, root) ? body : `${withoutTrailing(body, '\n')}\n`;
}

/** Starts of lines inside a value of several lines, where every character may count. */
function linesInside(text: string, root: YamlTree['root']): ReadonlySet<number> {
  const inside = new Set<number>();
  for (const slot of slotsBelow(text, root)) {
    const end = valueEnd(text, slot);
    if (slot.node !== null && 'items' in slot.node && slot.node.flow !== true) continue;
    for (let at = text.indexOf('\n', slot.after) + 1; at > 0 && at <= end; at = text.indexOf('\n', at) + 1) inside.add(at);
  }
  return inside;
}

/** Whether the last thing of the file is a block that keeps its empty lines. */
function endsInBlock(text: string, root: YamlTree['root']): boolean {
  const last = [...slotsBelow(text, root)].at(-1);
  if (last === undefined || !isBlockText(last.node)) return false;
  return (
    lineStart(text, valueEnd(text, last)) >= lineStart(text, text.length - 1) && /^[|>]\d?\+/.test(text.slice(last.node.range?.[0] ?? 0))
  );
}
