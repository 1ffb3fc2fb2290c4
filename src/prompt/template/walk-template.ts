import {
  type Expression,
  type FilteredValueToken,
  ForTag,
  Output,
  type PropertyAccessToken,
  TablerowTag,
  Tag,
  type Template,
  type Token,
  TypeGuards,
  toValueSync,
  Value,
} from 'liquidjs';
import { TemplateTooLarge } from './engine/parse-template.ts';
import { type PartialTag, partialTag } from './engine/partial-tag.ts';

/** What a walk meets, in the order of the text. */
export interface TemplateVisitor {
  /** A name that nothing in the template binds. */
  variable(name: string, path: string, token: Token): void;
  partial(tag: PartialTag): void;
  filter(name: string, token: Token, input: Expression): void;
  expression(expression: Expression): void;
  /** A stretch of a tag that the engine skips without a word. */
  ignored(begin: number, end: number): void;
  /** A `name` or `name: value` after a loop that the engine would ignore. */
  strayWord(word: string, tag: Template): void;
}

/** The engine and this walk recurse; a render would overflow far above this. */
const MAX_DEPTH = 100;

/** Tags whose text is no expression. */
const FREE_TEXT_TAGS = new Set(['raw', 'comment', '#']);

const FOR_WORDS = new Set(['limit', 'offset', 'reversed']);
const TABLEROW_WORDS = new Set(['limit', 'offset', 'cols']);

/** Visits every tag, output and expression of a parsed template, without following partials. @throws TemplateTooLarge */
export function walkTemplate(templates: readonly Template[], visitor: TemplateVisitor): void {
  new Walk(visitor).templates(templates);
}

class Walk {
  private readonly visitor: TemplateVisitor;
  /** Liquid's assign, capture and increment bind for the rest of the text, whatever block they stand in. */
  private readonly assigned = new Set<string>();
  private readonly blocks: Set<string>[] = [];

  constructor(visitor: TemplateVisitor) {
    this.visitor = visitor;
  }

  templates(templates: readonly Template[]): void {
    for (const template of templates) this.template(template);
  }

  private template(template: Template): void {
    if (template instanceof partialTag()) this.visitor.partial(template);
    this.strayWords(template);
    this.ignoredRest(template);
    for (const argument of template.arguments?.() ?? []) this.argument(argument);
    this.blocks.push(new Set(template.blockScope?.() ?? []));
    if (this.blocks.length > MAX_DEPTH)
      throw new TemplateTooLarge(`The tags of the template are nested more than ${MAX_DEPTH} levels deep.`);
    this.templates(toValueSync(template.children?.(false, true) ?? []) as Template[]);
    this.blocks.pop();
    for (const name of template.localScope?.() ?? []) this.assigned.add(name.content);
  }

  private ignoredRest(template: Template): void {
    let read: number | undefined;
    let end = template.token.end;
    if (template instanceof Output) {
      const { initial, filters } = template.value;
      read = Math.max(...initial.postfix.map((token) => token.end), ...filters.map((filter) => tokenOf(filter).end));
      end = template.token.contentRange[1];
    } else if (template instanceof Tag && !FREE_TEXT_TAGS.has(template.name)) {
      read = template.token.tokenizer.p;
      end = template.token.tokenizer.N;
    }
    if (read !== undefined && template.token.input.slice(read, end).trim() !== '') this.visitor.ignored(read, end);
  }

  private strayWords(template: Template): void {
    const [words, known] =
      template instanceof ForTag
        ? [template.hash.hash, FOR_WORDS]
        : template instanceof TablerowTag
          ? [template.args.hash, TABLEROW_WORDS]
          : [{}, FOR_WORDS];
    for (const word of Object.keys(words)) if (!known.has(word)) this.visitor.strayWord(word, template);
  }

  private argument(argument: Value | Token): void {
    if (!(argument instanceof Value)) this.token(argument);
    else this.filtered(argument.initial, argument.filters.map(tokenOf));
  }

  private filtered(input: Expression, filters: FilteredValueToken['filters']): void {
    this.visitor.expression(input);
    for (const token of input.postfix) this.token(token);
    for (const filter of filters) {
      this.visitor.filter(filter.name, filter, input);
      for (const arg of filter.args) this.token(Array.isArray(arg) ? arg[1] : arg);
    }
  }

  private token(token: Token | undefined): void {
    if (TypeGuards.isFilteredValueToken(token)) this.filtered(token.initial, token.filters);
    if (TypeGuards.isRangeToken(token)) {
      this.token(token.lhs);
      this.token(token.rhs);
    }
    if (TypeGuards.isPropertyAccessToken(token)) this.property(token);
  }

  private property(token: PropertyAccessToken): void {
    const [root, ...rest] = token.props;
    if (token.variable) this.token(token.variable);
    else if (root) this.root(root, rest, token);
    for (const prop of token.variable ? token.props : rest) this.token(prop);
  }

  private root(root: Token, rest: readonly Token[], token: Token): void {
    const name = nameOf(root);
    // `[key].x` reads a variable whose name is only known when it is rendered: what it needs is `key`.
    if (name === undefined) this.token(root);
    if (name === undefined || this.assigned.has(name) || this.blocks.some((block) => block.has(name))) return;
    const known = rest.map(nameOf);
    const end = known.indexOf(undefined);
    this.visitor.variable(name, [name, ...known.slice(0, end === -1 ? undefined : end)].join('.'), token);
  }
}

function nameOf(token: Token): string | undefined {
  if (TypeGuards.isWordToken(token) || TypeGuards.isQuotedToken(token)) return token.content;
  return TypeGuards.isNumberToken(token) ? String(token.content) : undefined;
}

/** Where a filter stands. The engine keeps it private, and nothing else knows. */
function tokenOf(filter: Value['filters'][number]): FilteredValueToken['filters'][number] {
  // biome-ignore lint/complexity/useLiteralKeys: brackets are TypeScript's way to a private member.
  return filter['token'];
}
