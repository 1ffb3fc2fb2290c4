import { HtmlBalance } from './html-balance.ts';

/**
 * Says why a text is no HTML; undefined when it is: markup from end to end, balanced, without an error that the standard's
 * tokenizer knows, with elements that HTML has (or custom ones, whose names have a hyphen).
 *
 * A whole document or a fragment; no doctype is needed. Linear in the text: no tree is built, because the standard's way of
 * mending what is not balanced is not.
 */
export async function htmlProblem(text: string): Promise<string | undefined> {
  const markup = text.trim();
  if (!markup.startsWith('<')) return 'it does not begin with a tag';
  if (!markup.endsWith('>')) return 'it does not end with a tag';
  const { Tokenizer, TokenizerMode } = await import('parse5');
  const balance = new HtmlBalance();
  const tokenizer = new Tokenizer(
    { sourceCodeLocationInfo: false },
    {
      onStartTag(tag) {
        balance.open(tag.tagName, tag.selfClosing);
        tokenizer.inForeignNode = balance.isForeign;
        // What scripts and styles hold is text; the tokenizer is told by whoever builds the tree.
        const mode = balance.isForeign ? undefined : TEXT_MODES[tag.tagName];
        if (mode !== undefined) tokenizer.state = TokenizerMode[mode];
      },
      onEndTag(tag) {
        balance.close(tag.tagName);
        tokenizer.inForeignNode = balance.isForeign;
      },
      onCharacter: () => balance.text(),
      onNullCharacter: () => balance.text(),
      onWhitespaceCharacter() {},
      onComment() {},
      onDoctype() {},
      onEof() {},
      onParseError: ({ code, startLine }) => balance.fail(`${code} in line ${startLine}`),
    },
  );
  tokenizer.write(markup, true);
  return balance.problem();
}

const TEXT_MODES: Readonly<Record<string, 'RCDATA' | 'RAWTEXT' | 'SCRIPT_DATA' | 'PLAINTEXT'>> = {
  title: 'RCDATA',
  textarea: 'RCDATA',
  style: 'RAWTEXT',
  xmp: 'RAWTEXT',
  iframe: 'RAWTEXT',
  noembed: 'RAWTEXT',
  noframes: 'RAWTEXT',
  script: 'SCRIPT_DATA',
  plaintext: 'PLAINTEXT',
};
