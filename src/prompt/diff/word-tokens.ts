/** A word with the white space after it. Two tokens are alike when their words are. */
export interface WordToken {
  readonly word: string;
  readonly space: string;
}

/** Scripts that are written without spaces: each character is a word. Marks stay with the character that they modify. */
const UNSPACED = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]`;

const WORD = [
  // A variable or a tag is one word. Bounded, or a text full of `{{` without an end would take quadratic time.
  String.raw`\{\{[^]{0,200}?\}\}|\{%[^]{0,200}?%\}`,
  String.raw`${UNSPACED}\p{M}*`,
  String.raw`(?:(?!${UNSPACED})[\p{L}\p{M}\p{N}_])+`,
  // An emoji is one word however many code points it is made of.
  String.raw`\p{Extended_Pictographic}(?:[\u{FE0F}\u{1F3FB}-\u{1F3FF}]|\u200D\p{Extended_Pictographic})*`,
  String.raw`\S`,
].join('|');

const TOKEN = new RegExp(String.raw`(${WORD}|^(?=\s))(\s*)`, 'gu');

/** Splits a text into words. Joined again, words and spaces are the text. */
export function wordTokens(text: string): WordToken[] {
  return Array.from(text.matchAll(TOKEN), ([, word = '', space = '']) => ({ word, space }));
}

/** Splits a text into lines, as tokens. */
export function lineTokens(text: string): WordToken[] {
  return Array.from(text.matchAll(/([^\r\n]*)(\r?\n|\r|$)/g), ([, word = '', space = '']) => ({ word, space })).filter(
    ({ word, space }) => word !== '' || space !== '',
  );
}

/** How many words a text has; spaces and punctuation are none. */
export function countWords(text: string): number {
  return wordTokens(text).filter(({ word }) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(word)).length;
}
