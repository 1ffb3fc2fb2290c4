import type { ValuePath } from '../../prompt/document/yaml/locate.ts';
import type { ForeignDocument } from '../foreign-document.ts';
import { plainVariablesIn } from '../plain-texts.ts';
import { type MustacheToken, mustacheTokens } from './mustache-tags.ts';

/** What tags of other kinds are. They print something else than a variable. */
const OTHER: Readonly<Record<string, string>> = {
  '#': 'A section',
  '^': 'An inverted section',
  '/': 'The end of a section',
  '>': 'A partial',
  '=': 'A change of delimiters',
};

/**
 * A text of Langfuse in the `simple` dialect: the same for every text value of its variables.
 *
 * Its own client renders with mustache: `{{{name}}}` and `{{& name }}` are variables, a comment prints nothing and,
 * alone on its line, takes the line with it. What `simple` cannot say is refused where it stands.
 */
export function mustacheText(text: string, document: ForeignDocument, path: ValuePath): string {
  const lines = new Lines();
  for (const token of mustacheTokens(text)) {
    if (token.kind === 'text') lines.text(token.text);
    else if (token.kind === 'tag' && token.sign === '!') {
      document.drop(path, `The comment \`${shortened(token.source)}\` is left out.`);
      lines.comment();
    } else lines.variable(variableOf(token, text, document, path));
  }
  return lines.done();
}

/** Text put together line by line: what is left of a line of comments is no line. */
class Lines {
  #done = '';
  #line = '';
  #hasComment = false;
  #isBlank = true;

  text(text: string): void {
    text.split('\n').forEach((piece, index) => {
      if (index > 0) this.#end('\n');
      this.#line += piece;
      if (/\S/.test(piece)) this.#isBlank = false;
    });
  }

  variable(text: string): void {
    this.#line += text;
    this.#isBlank = false;
  }

  comment(): void {
    this.#hasComment = true;
  }

  done(): string {
    this.#end('');
    return this.#done;
  }

  #end(newline: string): void {
    if (!this.#hasComment || !this.#isBlank) this.#done += this.#line + newline;
    this.#line = '';
    this.#hasComment = false;
    this.#isBlank = true;
  }
}

type Tag = Exclude<MustacheToken, { kind: 'text' }>;

function variableOf(tag: Tag, text: string, document: ForeignDocument, path: ValuePath): string {
  const refuse = (message: string, hint: string): never => {
    const before = text.slice(0, tag.start).split('\n');
    const position = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    return document.refuse(path, message, { hint, position });
  };
  if (tag.kind === 'open') return refuse('A tag is opened here and never closed.', 'Langfuse cannot render it either: close the tag.');
  const other = OTHER[tag.sign];
  if (other !== undefined) {
    return refuse(
      `${other} (\`${shortened(tag.source)}\`) cannot be kept as a text with variables.`,
      'Write the prompt without it, or translate it to Liquid by hand.',
    );
  }
  if (plainVariablesIn(tag.source)[0]?.end === tag.source.length) return tag.source;
  if (plainVariablesIn(`{{${tag.name}}}`)[0]?.name === tag.name) return `{{${tag.name}}}`;
  return refuse(
    `\`${shortened(tag.source)}\` names nothing that a variable can be called here.`,
    'A name is letters, digits, `_` and `-`, with members after a `.`: rename it here and where callers give it.',
  );
}

function shortened(source: string): string {
  return source.length > 40 ? `${source.slice(0, 40)}…` : source;
}
