/** A piece of a template that is written: a literal text, or a tag. */
export type Piece = { readonly text: string } | { readonly tag: string; readonly isBlock?: true };

/** Prints nothing, and keeps the white space beside a tag, which Handlebars takes off where a tag has a line of its own. */
const NOTHING = '{{!}}';

/** Writes pieces down so that each text is printed byte for byte. */
export function joinedPieces(pieces: readonly Piece[]): string {
  return pieces
    .map((piece, index) => {
      const next = pieces[index + 1];
      if ('text' in piece) return afterTag(piece.text, index > 0) + literalText(piece.text, next !== undefined);
      return piece.isBlock && hasOwnLine(pieces[index - 1], next) ? piece.tag + NOTHING : piece.tag;
    })
    .join('');
}

function hasOwnLine(before: Piece | undefined, after: Piece | undefined): boolean {
  const isLineEnd = before === undefined || ('text' in before && /(?:^|\n)\s*$/.test(before.text));
  const isLineStart = after === undefined || ('text' in after && /^\s*(?:\n|$)/.test(after.text));
  return isLineEnd && isLineStart;
}

/** A brace right after a tag would close another kind of tag: the space keeps them apart, and is taken off again. */
function afterTag(text: string, hasTag: boolean): string {
  return hasTag && text.startsWith('}') ? '{{!~}} ' : '';
}

/** `\{{` is a literal `{{`; a backslash before that must be parted from it, and one before a tag is doubled. */
function literalText(text: string, beforeTag: boolean): string {
  const escaped = text.replace(/(\\*)(\{{2,})/g, (_, slashes: string, braces: string) => {
    const parted = slashes === '' ? '' : `${slashes}\\${NOTHING}`;
    return parted + '\\{{'.repeat(Math.floor(braces.length / 2)) + '{'.repeat(braces.length % 2);
  });
  if (!beforeTag) return escaped;
  // A brace would become a part of the tag: the space keeps them apart, and is taken off again.
  const braces = /\{*$/.exec(text)?.[0].length ?? 0;
  if (braces % 2 === 1) return `${escaped} {{~!}}`;
  return escaped.replace(/\\+$/, (slashes) => `${slashes}\\`);
}
