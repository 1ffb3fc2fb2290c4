import type { ChalkInstance } from 'chalk';
import type { WordChange } from '../../../prompt/diff/word-change.ts';
import { printable } from '../../terminal/printable.ts';

/** Unchanged lines shown around a change. */
const CONTEXT = 1;

interface Line {
  text: string;
  isChanged: boolean;
}

/**
 * Renders a word diff as indented lines, the unchanged parts shortened. Without colours, what was removed
 * stands in `[-…-]` and what was added in `{+…+}`, as git writes it.
 */
export function wordsText(words: readonly WordChange[], color: ChalkInstance): string[] {
  const lines = linesOf(words, color);
  const shown = lines.map((_, index) => lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ isChanged }) => isChanged));
  return lines.flatMap(({ text }, index) => {
    if (shown[index]) return [`    ${text}`.trimEnd()];
    const startsGap = index === 0 || shown[index - 1];
    return startsGap ? [color.dim('    …')] : [];
  });
}

/** Changes carry on over line ends, so each line is marked by itself. */
function linesOf(words: readonly WordChange[], color: ChalkInstance): Line[] {
  const lines: Line[] = [{ text: '', isChanged: false }];
  for (const { kind, text } of words) {
    text.split('\n').forEach((piece, index) => {
      if (index > 0) {
        // A line end that comes or goes is a change, and would otherwise not show.
        const last = lines.at(-1);
        if (last && kind !== 'same') {
          last.text += marked(kind, '⏎', color);
          last.isChanged = true;
        }
        lines.push({ text: '', isChanged: kind !== 'same' });
      }
      const line = lines.at(-1);
      if (!line || piece === '') return;
      line.text += kind === 'same' ? printable(piece) : marked(kind, printable(piece), color);
      line.isChanged ||= kind !== 'same';
    });
  }
  // After the last line end there is no further line.
  if (lines.length > 1 && lines.at(-1)?.text === '') lines.pop();
  return lines;
}

function marked(kind: 'added' | 'removed', text: string, color: ChalkInstance): string {
  if (color.level === 0) return kind === 'added' ? `{+${text}+}` : `[-${text}-]`;
  return kind === 'added' ? color.green.underline(text) : color.red.strikethrough(text);
}
