/** What the list takes for an offence and is none. */
const HARMLESS = ['cockpit', 'cockpits', 'shiitake', 'shiitakes'];

/** Terms of several words that hold one of the list. */
const HARMLESS_TERMS = ['cum laude'];

/** Finds the offensive words of a text. */
export type FindToxicWords = (text: string) => string[];

/**
 * Looks for the words of the list of obscenity (English), however they are spelt: `sh1t`, `ＳＨＩＴ`, `shiiit`; and for more words
 * as they are, in any script.
 *
 * `more` are whole words or phrases, without regard to case; `allowed` are words that never count.
 */
export async function toxicWordFinder(more: readonly string[], allowed: readonly string[]): Promise<FindToxicWords> {
  const { englishDataset, englishRecommendedTransformers, RegExpMatcher } = await import('obscenity');
  const harmless = new Set([...HARMLESS, ...allowed.map(folded)]);
  const list = englishDataset.build();
  const matcher = new RegExpMatcher({
    ...list,
    whitelistedTerms: [...(list.whitelistedTerms ?? []), ...HARMLESS_TERMS],
    ...englishRecommendedTransformers,
  });
  const own = more.map(folded).filter((word) => word !== '' && !harmless.has(word));
  return (text) => {
    const plain = folded(text);
    const matches = matcher
      .getAllMatches(plain, true)
      .filter(({ startIndex, endIndex }) => !harmless.has(wordAt(plain, startIndex, endIndex)));
    const listed = matches.map(
      (match) => englishDataset.getPayloadWithPhraseMetadata(match).phraseMetadata?.originalWord ?? 'a listed word',
    );
    return [...new Set([...listed, ...own.filter((word) => holdsWord(plain, word))])];
  };
}

/** One spelling for what looks alike: wide and styled letters are plain, what cannot be seen is gone. */
function folded(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase();
}

function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isLetter(before(text, at)) && !isLetter(after(text, at + word.length))) return true;
  }
  return false;
}

/** No word is longer: a megabyte without a space is not walked for each match. */
const LONGEST_WORD = 50;

/** The whole word that a match stands in. */
function wordAt(text: string, start: number, end: number): string {
  let [from, to] = [start, end + 1];
  while (start - from < LONGEST_WORD && isLetter(before(text, from))) from -= before(text, from).length;
  while (to - end < LONGEST_WORD && isLetter(after(text, to))) to += after(text, to).length;
  return text.slice(from, to);
}

function before(text: string, at: number): string {
  const low = text.charCodeAt(at - 1);
  return text.slice(low >= 0xdc00 && low <= 0xdfff ? Math.max(0, at - 2) : Math.max(0, at - 1), at);
}

function after(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? '' : String.fromCodePoint(point);
}

function isLetter(character: string): boolean {
  return /[\p{L}\p{N}\p{M}]/u.test(character);
}
