import { type Template, Tokenizer, TokenKind, type TopLevelToken } from 'liquidjs';
import type { TemplateDialect } from '../../prompt.ts';
import { engine } from './engine.ts';
import { MAX_MARKUP, MAX_TAGS, MAX_TEMPLATE_LENGTH } from './template-limits.ts';

const SIMPLE_VARIABLE = /\{\{[ \t]*([A-Za-z_][\w-]*(?:\.\w[\w-]*)*)[ \t]*\}\}/g;

/** Words that Liquid does not read as names; in the `simple` dialect they stay text. */
const RESERVED = new Set(['true', 'false', 'nil', 'null', 'empty', 'blank', 'and', 'or', 'not', 'contains']);

/** A template that would cost too much to parse. */
export class TemplateTooLarge extends Error {}

/**
 * Parses a text of any dialect into the engine's templates: dialects differ only in what they take for a tag.
 *
 * Offsets of every token are offsets of the text.
 * @throws TemplateTooLarge, and the engine's errors on what is not Liquid.
 */
export function parseTemplate(text: string, dialect: TemplateDialect): Template[] {
  if (text.length > MAX_TEMPLATE_LENGTH) throw new TemplateTooLarge(`The template is longer than ${MAX_TEMPLATE_LENGTH} characters.`);
  const tokens = tokenize(text, dialect);
  const markup = tokens.filter(({ kind }) => kind !== TokenKind.HTML);
  if (markup.length > MAX_TAGS) throw new TemplateTooLarge(`The template has more than ${MAX_TAGS} tags.`);
  const characters = markup.reduce((sum, { begin, end }) => sum + end - begin, 0);
  if (characters > MAX_MARKUP) throw new TemplateTooLarge(`The tags of the template hold more than ${MAX_MARKUP} characters.`);
  return engine().parser.parseTokens(new TokenQueue(tokens) as unknown as TopLevelToken[]);
}

/**
 * The parser takes tokens from the front of a list until none is left, and asks for nothing else.
 * An array would move all the others for each that is taken: quadratic in the tags.
 */
class TokenQueue {
  private taken = 0;
  private readonly tokens: readonly TopLevelToken[];

  constructor(tokens: readonly TopLevelToken[]) {
    this.tokens = tokens;
  }

  get length(): number {
    return this.tokens.length - this.taken;
  }

  shift(): TopLevelToken | undefined {
    return this.length === 0 ? undefined : this.tokens[this.taken++];
  }
}

function tokenize(text: string, dialect: TemplateDialect): TopLevelToken[] {
  if (dialect === 'liquid') return tokenizer(text, 0, text.length).readTopLevelTokens(engine().options);
  if (dialect === 'simple') return simpleTokens(text);
  return literal(text, 0, text.length);
}

function simpleTokens(text: string): TopLevelToken[] {
  const tokens: TopLevelToken[] = [];
  let end = 0;
  for (const match of text.matchAll(SIMPLE_VARIABLE)) {
    if (RESERVED.has(match[1] ?? '')) continue;
    tokens.push(...literal(text, end, match.index));
    end = match.index + match[0].length;
    tokens.push(tokenizer(text, match.index, end).readOutputToken(engine().options));
  }
  return [...tokens, ...literal(text, end, text.length)];
}

function literal(text: string, begin: number, end: number): TopLevelToken[] {
  return begin === end ? [] : [tokenizer(text, begin, end).readHTMLToken([])];
}

function tokenizer(text: string, begin: number, end: number): Tokenizer {
  return new Tokenizer(text, engine().options.operators, undefined, [begin, end]);
}
