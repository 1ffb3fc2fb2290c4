/** Controls, lone surrogates, line separators, and what reorders or hides text. Joiners stay: emoji and Persian need them. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

const VISIBLE: Readonly<Record<string, string>> = { '\n': '↵', '\r': '␍', '\t': ' ' };

/**
 * Foreign text on one line that cannot command the terminal.
 *
 * Model output, labels and messages may hold escape sequences that clear the screen, retitle the window or forge a green
 * line; what would act is shown as its code point instead.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => VISIBLE[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The same for a text of several lines: line ends and tabs stay what they are. */
export function printableLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.split('\t').map(printable).join('\t'))
    .join('\n');
}
