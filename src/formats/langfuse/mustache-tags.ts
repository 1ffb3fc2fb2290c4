/** A stretch of a mustache text. `sign` is the character that says what a tag is; a variable has none. */
export type MustacheToken =
  | { readonly kind: 'text'; readonly start: number; readonly text: string }
  | { readonly kind: 'tag'; readonly start: number; readonly source: string; readonly sign: string; readonly name: string }
  /** A tag that nothing closes. */
  | { readonly kind: 'open'; readonly start: number };

const SIGNS = '#^/>&=!';

/** Cuts a text into its tags and what stands between them, as the mustache of Langfuse's client does; in one pass, whatever the text. */
export function mustacheTokens(text: string): MustacheToken[] {
  const tokens: MustacheToken[] = [];
  let from = 0;
  for (;;) {
    const start = text.indexOf('{{', from);
    if (start < 0) return from < text.length ? [...tokens, { kind: 'text', start: from, text: text.slice(from) }] : tokens;
    if (start > from) tokens.push({ kind: 'text', start: from, text: text.slice(from, start) });
    const tag = tagAt(text, start);
    if (tag === undefined) return [...tokens, { kind: 'open', start }];
    tokens.push(tag);
    from = start + tag.source.length;
  }
}

function tagAt(text: string, start: number): Extract<MustacheToken, { kind: 'tag' }> | undefined {
  let at = start + 2;
  while (at < text.length && /\s/.test(text.charAt(at))) at += 1;
  const first = text.charAt(at);
  const close = first === '{' ? '}}}' : '}}';
  const sign = first !== '' && SIGNS.includes(first) ? first : '';
  const nameStart = at + (sign === '' && first !== '{' ? 0 : 1);
  const end = text.indexOf(close, nameStart);
  if (end < 0) return undefined;
  return { kind: 'tag', start, source: text.slice(start, end + close.length), sign, name: text.slice(nameStart, end).trim() };
}
