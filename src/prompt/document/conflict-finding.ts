import type { Said, Span } from './source-text.ts';

/** The marks of a conflict, in the order in which a merge writes them; the last one alone ends it. */
const MARKS = /^(?:<{7}(?: .*)?|={7}|>{7}(?: .*)?)\r?$/gm;

/** What a merge leaves in a file. It may lie in a text, where nothing else would find it. */
export function conflictFinding(text: string): (Said & { readonly at: Span }) | undefined {
  const [first, ...more] = conflictsIn(text);
  if (first === undefined) return undefined;
  const message =
    more.length === 0 ? 'A merge conflict is not resolved.' : `${more.length + 1} merge conflicts are not resolved; the first is here.`;
  return { at: first, rule: 'conflict-marker', message, hint: 'Choose one side and remove the lines of the markers.' };
}

/** The opening lines of what has all three marks, in one pass: one expression for the whole would read the file once per mark. */
function conflictsIn(text: string): Span[] {
  const conflicts: Span[] = [];
  let opening: Span | undefined;
  let isDivided = false;
  for (const { 0: line, index } of text.matchAll(MARKS)) {
    if (line.startsWith('<')) {
      opening ??= { start: index, end: index + line.length };
    } else if (line.startsWith('=')) {
      isDivided = opening !== undefined;
    } else if (opening !== undefined && isDivided) {
      conflicts.push(opening);
      opening = undefined;
      isDivided = false;
    }
  }
  return conflicts;
}
