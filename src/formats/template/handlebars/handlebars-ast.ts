/** What this folder uses of the tree that `@handlebars/parser` gives; its own types cannot be found by TypeScript's module resolution. */
export interface Node {
  readonly type: string;
  readonly loc: { readonly start: Place; readonly end: Place };
}

interface Place {
  /** 1-based. */
  readonly line: number;
  /** 0-based. */
  readonly column: number;
}

export type Statement = Node;
export type Expression = Node;

export interface Program extends Node {
  readonly body: readonly Statement[];
  readonly blockParams?: readonly string[];
}

export interface Text extends Node {
  readonly value: string;
}

interface Call extends Node {
  readonly path: Expression;
  readonly params: readonly Expression[];
  readonly hash?: { readonly pairs: readonly { readonly key: string; readonly value: Expression }[] };
}

export type MustacheStatement = Call;
export type SubExpression = Call;

export interface BlockStatement extends Call {
  readonly path: PathExpression;
  readonly program?: Program;
  readonly inverse?: Program;
}

export interface PartialStatement extends Omit<Call, 'path'> {
  readonly name: Expression;
  readonly indent?: string;
}

export interface PathExpression extends Expression {
  readonly data: boolean;
  readonly depth: number;
  readonly parts: readonly (string | Node)[];
  readonly original: string;
}

export interface Literal extends Expression {
  readonly value: string | number | boolean;
}
