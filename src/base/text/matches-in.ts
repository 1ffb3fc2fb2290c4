/**
 * All matches of a global pattern, as `matchAll` gives them.
 *
 * For patterns that are tried on a great many short texts and rarely match: `matchAll` compiles a copy of the pattern for each.
 */
export function matchesIn(text: string, pattern: RegExp): RegExpExecArray[] {
  const matches: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    matches.push(match);
    // An empty match would be found for ever.
    if (match[0] === '') pattern.lastIndex += 1;
  }
  return matches;
}
