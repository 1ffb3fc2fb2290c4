import type { Said, Span } from './source-text.ts';

const CONFLICT = /^<{7}(?: .*)?\r?\n(?:.*\n)*?={7}\r?\n(?:.*\n)*?>{7}(?: .*)?$/gm;

/** What a merge leaves in a file. It may lie in a text, where nothing else would find it. */
export function conflictFinding(text: string): (Said & { readonly at: Span }) | undefined {
  const [first, ...more] = [...text.matchAll(CONFLICT)];
  if (first === undefined) return undefined;
  const message =
    more.length === 0 ? 'A merge conflict is not resolved.' : `${more.length + 1} merge conflicts are not resolved; the first is here.`;
  const at = { start: first.index, end: first.index + first[0].indexOf('\n') };
  return { at, rule: 'conflict-marker', message, hint: 'Choose one side and remove the lines of the markers.' };
}
