import type { JsonObject } from '../../base/json/canonical-json.ts';

const LABEL_LENGTH = 80;
/** White space that does not stay as it is: at an end, several, or another than a blank. */
const UNEVEN = /^\s|\s$|\s\s|[^\S ]/;

/** A short text that lets a person recognise a case by its inputs: the first text among them. */
export function labelOf(inputs: JsonObject): string | undefined {
  const text = Object.values(inputs).find((value): value is string => typeof value === 'string' && value.trim() !== '');
  return text === undefined ? undefined : shortened(text);
}

/** A text on one line, cut to the length of a label. */
export function shortened(text: string): string {
  if (text.length <= LABEL_LENGTH && !UNEVEN.test(text)) return text;
  // A text can be a whole document; only its start is looked at.
  const line = text
    .trimStart()
    .slice(0, LABEL_LENGTH * 8)
    .trimEnd()
    .replace(/\s+/g, ' ');
  const points = Array.from(line.slice(0, LABEL_LENGTH * 2 + 2));
  return points.length <= LABEL_LENGTH ? line : `${points.slice(0, LABEL_LENGTH - 1).join('')}…`;
}
