/**
 * Whether a glob of a grant stands for a text: `*` is any run of characters, also none, and everything else is itself.
 *
 * By hand: a regular expression made from user text would need escaping and could be slow.
 */
export function globMatches(glob: string, text: string): boolean {
  const [head = '', ...rest] = glob.split('*');
  if (rest.length === 0) return glob === text;
  const tail = rest.pop() ?? '';
  if (!text.startsWith(head) || text.length < head.length + tail.length || !text.endsWith(tail)) return false;
  let position = head.length;
  const end = text.length - tail.length;
  for (const part of rest) {
    const found = text.indexOf(part, position);
    if (found < 0 || found + part.length > end) return false;
    position = found + part.length;
  }
  return true;
}

/** Whether one glob stands for everything that another stands for. */
export function globCovers(wide: string, narrow: string): boolean {
  // Only a star of the wide one can take in a star of the narrow one: no other part of a glob holds that character.
  return globMatches(wide, narrow);
}
