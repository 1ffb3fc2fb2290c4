/**
 * A text without the characters at its end that are among these.
 *
 * In time that grows with the text: a regular expression for it tries every run of them on the way.
 */
export function withoutTrailing(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
