import type { WordChange } from '../../../prompt/diff/word-change.ts';

/** An unchanged stretch of a line that is longer is shortened. */
const LONG = 200;
/** What is left of it next to each change. */
const KEPT = 60;

/** Words of one line with long unchanged stretches shortened: of a paragraph of a thousand words, those around the change. */
export function shortened(words: readonly WordChange[]): WordChange[] {
  return words.map(({ kind, text }, index) => {
    if (kind !== 'same' || text.length <= LONG) return { kind, text };
    const start = index === 0 && words.length > 1 ? '' : startOf(text);
    const end = index === words.length - 1 ? (text.endsWith('\n') ? '\n' : '') : endOf(text);
    return { kind, text: `${start}…${end}` };
  });
}

/** Whole characters, and whole words where there are any. */
function startOf(text: string): string {
  const kept = characters(text.slice(0, 2 * KEPT))
    .slice(0, KEPT)
    .join('');
  return kept.replace(/(?<=\s)\S*$/, '');
}

function endOf(text: string): string {
  const kept = characters(text.slice(-2 * KEPT))
    .slice(-KEPT)
    .join('');
  return kept.replace(/^\S*(?=\s)/, '');
}

function characters(text: string): string[] {
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}
