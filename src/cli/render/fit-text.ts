import { textWidth } from './text-width.ts';

/** Colours: shown as nothing, and to be closed even when what they colour is cut. */
const COLOR = /(\u001b\[[\d;]*m)/;

/** The text if it fits these columns, else its start and an ellipsis. Whole characters, wide ones counted as shown; colours are kept. */
export function cutText(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let cut = '';
  let left = columns - 1;
  // Every second part is a colour.
  text.split(COLOR).forEach((part, index) => {
    if (index % 2 === 1) cut += part;
    else if (left >= 0) [cut, left] = appended(cut, part, left);
  });
  return cut;
}

/** Adds what fits of a text; at its end, with an ellipsis, nothing is left, not even room for nothing. */
function appended(cut: string, text: string, left: number): [cut: string, left: number] {
  let added = '';
  let room = left;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    room -= textWidth(segment);
    if (room < 0) return [`${cut}${added.trimEnd()}…`, -1];
    added += segment;
  }
  return [cut + added, room];
}

/** The text in lines of at most these columns, broken between words; a longer word keeps its line. */
export function wrapText(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && textWidth(line) + 1 + textWidth(word) > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
