/**
 * A template of any language, once read: what it does, and nothing of how it is spelt.
 *
 * Readers of foreign languages give it with white space already taken off as that language does, so that every
 * writer may put the texts down as they are.
 */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'output'; readonly value: Value; readonly at: number }
  | { readonly kind: 'if'; readonly branches: readonly Branch[]; readonly otherwise: readonly TemplatePart[]; readonly at: number }
  | ForPart
  | { readonly kind: 'assign'; readonly name: string; readonly value: Value; readonly at: number }
  | { readonly kind: 'partial'; readonly id: string; readonly args: readonly (readonly [string, Value])[]; readonly at: number }
  | MarkPart;

export interface Branch {
  readonly test: Test;
  readonly body: readonly TemplatePart[];
}

export interface ForPart {
  readonly kind: 'for';
  readonly name: string;
  readonly list: Value | Range;
  readonly body: readonly TemplatePart[];
  /** When there is nothing to go through. */
  readonly otherwise: readonly TemplatePart[];
  readonly at: number;
}

/** Whole numbers, both ends included. */
export interface Range {
  readonly kind: 'range';
  readonly first: Value;
  readonly last: Value;
}

/** A place in the text that means something to the format around it: where a role begins, where the history goes. */
export interface MarkPart {
  readonly kind: 'mark';
  readonly name: string;
  readonly argument: string;
  readonly at: number;
}

export type Value =
  | PathValue
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'loop'; readonly member: LoopMember }
  | { readonly kind: 'filtered'; readonly input: Value; readonly filter: string; readonly args: readonly Value[] };

/** A variable, or a member of one. Filters have their Liquid names. */
export interface PathValue {
  readonly kind: 'path';
  readonly root: string;
  readonly members: readonly (string | number | PathValue)[];
}

/** What the innermost loop knows of itself, in Liquid's words. */
export type LoopMember = 'index' | 'index0' | 'rindex' | 'rindex0' | 'first' | 'last' | 'length';

export type Test =
  | { readonly kind: 'true'; readonly value: Value; readonly except: Falsy }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Value; readonly right: Value }
  | { readonly kind: 'not'; readonly test: Test }
  | { readonly kind: 'and' | 'or'; readonly tests: readonly Test[] };

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'contains';

/** Values that a test takes for false, besides null and false. */
export interface Falsy {
  readonly text: boolean;
  readonly zero: boolean;
  readonly list: boolean;
  readonly object: boolean;
}

/** Liquid's own: nothing else is false. */
export const NOTHING_ELSE: Falsy = { text: false, zero: false, list: false, object: false };

/** What sort of value a variable holds, where that is known. */
export type ValueKind = 'text' | 'number' | 'boolean' | 'list' | 'object';

/** A variable by its path. */
export function path(root: string, ...members: PathValue['members']): PathValue {
  return { kind: 'path', root, members };
}

/** A fixed value. */
export function literal(value: string | number | boolean | null): Value {
  return { kind: 'literal', value };
}

/** A value through a filter, by its Liquid name. */
export function filtered(input: Value, filter: string, ...args: readonly Value[]): Value {
  return { kind: 'filtered', input, filter, args };
}

/** A test that holds when another does not. */
export function not(test: Test): Test {
  return test.kind === 'not' ? test.test : { kind: 'not', test };
}

/** An `if`; one that stands alone after `else` becomes a further branch. */
export function ifPart(test: Test, body: readonly TemplatePart[], otherwise: readonly TemplatePart[], at: number): TemplatePart {
  const [only] = otherwise;
  const isChain = otherwise.length === 1 && only?.kind === 'if';
  const branch = { test, body };
  return isChain
    ? { kind: 'if', branches: [branch, ...only.branches], otherwise: only.otherwise, at }
    : { kind: 'if', branches: [branch], otherwise, at };
}

/** Parts with neighbouring texts made one and empty ones left out. */
export function joinTexts(parts: readonly TemplatePart[]): TemplatePart[] {
  const joined: TemplatePart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.kind === 'text' && last?.kind === 'text') joined[joined.length - 1] = { kind: 'text', text: last.text + part.text };
    else if (part.kind !== 'text' || part.text !== '') joined.push(part);
  }
  return joined;
}
