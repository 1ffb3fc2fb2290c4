/** Controls (C0, DEL, C1), line and paragraph separators, and the marks that reorder or hide text. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

const SHORT: Readonly<Record<string, string>> = { '\n': '↵', '\r': '␍', '\t': ' ' };

/**
 * Foreign text on one line that cannot command the terminal.
 *
 * Model output, labels and messages may hold escape sequences that clear the screen, retitle the window or forge a green
 * line; what would act is shown as its code point instead.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => SHORT[character] ?? `\\u{${character.charCodeAt(0).toString(16)}}`);
}
