import type { PageText } from '../../evals/report/formats/html/page-data.ts';
import { diffWords } from '../../prompt/diff/diff-words.ts';
import { element } from './element.ts';
import { countText, shownText } from './figures.ts';

/** Longer texts are shown as they are: to compare them takes longer than anybody waits. */
const MOST_COMPARED = 20_000;

/** A text as it is. */
export function plainText(text: PageText | undefined): HTMLElement {
  if (text === undefined) return element('p', { class: 'empty' }, 'nothing');
  return element('pre', { class: 'text', dir: 'auto', tabindex: 0 }, text.text === '' ? emptyText() : shownText(text.text), cutNote(text));
}

/** Both texts, with what only one of them has marked in it. */
export function comparedTexts(before: PageText, after: PageText): readonly [before: HTMLElement, after: HTMLElement] {
  if (before.text.length + after.text.length > MOST_COMPARED) return [plainText(before), plainText(after)];
  const words = diffWords(before.text, after.text);
  const side = (kind: 'removed' | 'added', tag: 'del' | 'ins', whole: PageText) => {
    const parts = words.filter((word) => word.kind === 'same' || word.kind === kind);
    const marked = parts.map((word) => (word.kind === 'same' ? shownText(word.text) : element(tag, {}, shownText(word.text))));
    return element('pre', { class: 'text', dir: 'auto', tabindex: 0 }, ...(marked.length === 0 ? [emptyText()] : marked), cutNote(whole));
  };
  return [side('removed', 'del', before), side('added', 'ins', after)];
}

function emptyText(): HTMLElement {
  return element('i', {}, 'empty');
}

function cutNote({ cut }: PageText): HTMLElement | undefined {
  return cut === undefined
    ? undefined
    : element('i', { class: 'cut' }, `… and ${countText(cut)} more characters, which the CSV report has`);
}
