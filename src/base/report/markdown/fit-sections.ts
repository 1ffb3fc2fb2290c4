/** A part of a report, made of whole pieces: list items, or rows of a table. */
export interface Section {
  /** Heading, and the head of a table where the items are rows. */
  readonly head: string;
  readonly items: readonly string[];
  /** Closes what the head opened. */
  readonly foot?: string;
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** Room for the line that tells what was left out. */
const NOTE_BYTES = 80;

/**
 * As much of some sections as fits, in their order: whole items only, and what is left out is counted.
 *
 * While others follow, a section takes half of what is left, so that no section pushes all others out.
 */
export function fitSections(sections: readonly Section[], bytes: number): string {
  let left = bytes;
  const shown = sections.map((section, index) => {
    const share = index === sections.length - 1 ? left : Math.max(left / 2, left - needed(sections.slice(index + 1)));
    const text = fitted(section, Math.floor(share));
    left -= bytesOf(text);
    return text;
  });
  return shown.join('');
}

function needed(sections: readonly Section[]): number {
  return sections.reduce((sum, section) => sum + bytesOf(whole(section)), 0);
}

function whole({ head, items, foot = '' }: Section): string {
  return items.length === 0 ? '' : `\n${head}\n${items.join('\n')}\n${foot === '' ? '' : `\n${foot}\n`}`;
}

function fitted(section: Section, bytes: number): string {
  const all = whole(section);
  if (bytesOf(all) <= bytes) return all;
  const { items } = section;
  let room = bytes - bytesOf(whole({ ...section, items: [''] })) - NOTE_BYTES;
  const shown = items.findIndex((item) => {
    room -= bytesOf(item) + 1;
    return room < 0;
  });
  if (shown <= 0) return '';
  return `${whole({ ...section, items: items.slice(0, shown) })}\n… and ${items.length - shown} more in the report of the run.\n`;
}
