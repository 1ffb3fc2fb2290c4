/** Words that nobody's key holds, unless by a chance of one in many thousands; the last is `1234567890` in the token that all documentation shows. */
const TELLING =
  /example|placeholder|your[-_]|yourkey|yourapi|change[-_]?me|dummy|redacted|sample|insert|replace|foobar|not[-_]?a[-_]?(?:real|key)|secret[-_]?here|key[-_]?here|test[-_]?key|fake|IxMjM0NTY3ODkw/i;
const MARKED = /[x*.#•_-]{5}|x{4}|0{8}|(.)\1{5}/i;
/** What a template or a shell puts in its place later. */
const FILLED_IN =
  /\{\{|\}\}|\$\{|\$\(|\$[A-Z_]{3}|%[A-Z_]{3,40}%|<[A-Za-z_][^<>]{0,60}>|\[[A-Za-z][^[\]]{0,40}\]|\{[A-Za-z_][A-Za-z0-9_.]{0,40}\}|process\.env|os\.environ|getenv/;

/** Whether a text that has the shape of a key was written by someone who had none at hand: a placeholder, a keyboard's row, a template. */
export function isMadeUp(text: string): boolean {
  return TELLING.test(text) || MARKED.test(text) || FILLED_IN.test(text) || isCounted(text);
}

/** At least this many neighbours in the order of the alphabet or of digits are no chance. */
const COUNTED = 6;

/** True for `abcdef`, `123456`, `fedcba`: six in a row that someone counted. */
function isCounted(text: string): boolean {
  let up = 1;
  let down = 1;
  for (let at = 1; at < text.length; at += 1) {
    const step = text.charCodeAt(at) - text.charCodeAt(at - 1);
    up = step === 1 ? up + 1 : 1;
    down = step === -1 ? down + 1 : 1;
    if (up >= COUNTED || down >= COUNTED) return true;
  }
  return false;
}

/** Bits per character, by how often each occurs: 0 for one repeated, near 4 for random hex, near 5 for random letters and digits. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
