import { parse, tokenize } from '@huggingface/jinja';
import { type ForeignText, refusal } from '../foreign-text.ts';

/** An expression or statement as `@huggingface/jinja` parses it: what this folder uses of its nodes, which carry no places. */
export type Node =
  | { readonly type: 'Identifier'; readonly value: string }
  | { readonly type: 'StringLiteral'; readonly value: string }
  | { readonly type: 'IntegerLiteral' | 'FloatLiteral'; readonly value: number }
  | { readonly type: 'ArrayLiteral' | 'TupleLiteral'; readonly value: readonly Node[] }
  | { readonly type: 'ObjectLiteral' }
  | { readonly type: 'MemberExpression'; readonly object: Node; readonly property: Node; readonly computed: boolean }
  | { readonly type: 'CallExpression'; readonly callee: Node; readonly args: readonly Node[] }
  | { readonly type: 'FilterExpression'; readonly operand: Node; readonly filter: Node }
  | { readonly type: 'BinaryExpression'; readonly operator: { readonly value: string }; readonly left: Node; readonly right: Node }
  | { readonly type: 'UnaryExpression'; readonly operator: { readonly value: string }; readonly argument: Node }
  | { readonly type: 'TestExpression'; readonly operand: Node; readonly negate: boolean; readonly test: Node }
  | { readonly type: 'SelectExpression'; readonly lhs: Node; readonly test: Node }
  | { readonly type: 'Ternary'; readonly condition: Node; readonly trueExpr: Node; readonly falseExpr: Node }
  | { readonly type: 'KeywordArgumentExpression'; readonly key: Node; readonly value: Node }
  | { readonly type: 'SliceExpression' }
  | { readonly type: 'For'; readonly loopvar: Node; readonly iterable: Node }
  | { readonly type: 'Set'; readonly assignee: Node; readonly value: Node | null };

/** Deeper parentheses than anyone writes; the parser recurses. */
const MAX_BRACKETS = 50;

/** Parses the inside of `{{ }}`. */
export function parseExpression(source: ForeignText, text: string, at: number): Node {
  return parsed(source, `{{ ${text} }}`, text, at);
}

/** Parses `{% for … %}` or `{% set … %}` alone. */
export function parseStatement(source: ForeignText, name: 'for' | 'set', text: string, at: number): Node {
  return parsed(source, `{% ${name} ${text} %}${name === 'for' ? '{% endfor %}' : ''}`, text, at);
}

function parsed(source: ForeignText, whole: string, text: string, at: number): Node {
  const broken = (why: string) =>
    refusal(source, at, `\`${shown(text)}\` is not Jinja: ${why}.`, 'Mend the template, then import it again.');
  if ((text.match(/[([{]|\bnot\b|~|\*\*|\bif\b/g)?.length ?? 0) > MAX_BRACKETS) throw broken('it nests too deeply');
  let body: readonly Node[];
  try {
    body = (parse(tokenize(whole)) as unknown as { readonly body: readonly Node[] }).body;
  } catch (error) {
    throw broken((error as Error).message.replace(/\.$/, ''));
  }
  const [node] = body;
  if (node === undefined || body.length > 1) throw broken('it is not one expression');
  return node;
}

/** A tag's inside on one line, shortened. */
export function shown(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
