import { Failure } from '../../base/failure.ts';

/** A word, or what stands between quotes: nothing in it is expanded. */
const PART = /"([^"]*)"|'([^']*)'|[^\s"']+/y;

/**
 * The arguments that the input `args` gives: words between spaces or line ends, quotes around what has spaces.
 *
 * No shell reads them: `$`, `*` and `;` are letters like others. @throws Failure `usage-invalid` for a quote that does not end
 */
export function argumentWords(text: string): string[] {
  const words: string[] = [];
  let isOpen = false;
  for (let at = 0; at < text.length; ) {
    PART.lastIndex = at;
    const [found, double, single] = PART.exec(text) ?? [];
    if (found === undefined) {
      if (!/\s/.test(text.charAt(at))) {
        throw new Failure('usage-invalid', 'A quote in the input `args` does not end.', { hint: 'Put the other quote around it.' });
      }
      isOpen = false;
      at += 1;
      continue;
    }
    const part = double ?? single ?? found;
    if (isOpen) words.push(`${words.pop() ?? ''}${part}`);
    else words.push(part);
    isOpen = true;
    at += found.length;
  }
  return words;
}
