import { isEmpty } from '../liquid/folded-test.ts';
import { type Falsy, literal, NOTHING_ELSE, type Test, type Value } from '../template-part.ts';
import { valueKind } from '../value-kind.ts';
import type { HandlebarsTarget } from './handlebars-target.ts';
import type { Piece } from './handlebars-text.ts';
import { handlebarsValue, type Scope } from './handlebars-value.ts';

/** A test as Handlebars decides it: block helpers, one in the other. */
export type Decision =
  | { readonly helper: string }
  | { readonly not: Decision }
  | { readonly operator: 'and' | 'or'; readonly left: Decision; readonly right: Decision };

/** What `or` makes of a prompt: each of its sides repeats what is printed. */
const MAX_LENGTH = 100_000;

/** How a test is decided. */
export function decisionOf(test: Test, at: number, target: HandlebarsTarget, scope: Scope): Decision {
  switch (test.kind) {
    case 'not':
      return { not: decisionOf(test.test, at, target, scope) };
    case 'and':
    case 'or': {
      const [first, ...rest] = test.tests.map((inner) => decisionOf(inner, at, target, scope));
      if (first === undefined) throw new Error('A test of nothing.');
      return rest.reduce((left, right) => ({ operator: test.kind, left, right }), first);
    }
    case 'compare':
      return comparison(test, at, target, scope);
    case 'true':
      return truth(test.value, test.except, at, target, scope);
  }
}

/** Prints one thing or the other; what both sides of an `or` print is written twice. */
export function conditional(
  decision: Decision,
  yes: readonly Piece[],
  no: readonly Piece[],
  at: number,
  target: HandlebarsTarget,
): Piece[] {
  const written = branches(decision, yes, no);
  if (written.length > MAX_LENGTH) return target.refuse(at, 'Handlebars would need this text many times over.', 'Split the condition.');
  return written;
}

function branches(decision: Decision, yes: readonly Piece[], no: readonly Piece[]): Piece[] {
  if ('not' in decision) return branches(decision.not, no, yes);
  if ('operator' in decision) {
    const { operator, left, right } = decision;
    const inner = branches(right, yes, no);
    return operator === 'and' ? branches(left, inner, no) : branches(left, yes, inner);
  }
  const [name = ''] = decision.helper.split(' ');
  const isOpposite = yes.length === 0 && no.length > 0;
  const [helper, first, second] = isOpposite ? [OPPOSITE[name] + decision.helper.slice(name.length), no, yes] : [decision.helper, yes, no];
  const close = isOpposite ? OPPOSITE[name] : name;
  return [
    { tag: `{{#${helper}}}`, isBlock: true },
    ...first,
    ...(second.length === 0 ? [] : [{ tag: '{{else}}', isBlock: true } as const, ...second]),
    { tag: `{{/${close}}}`, isBlock: true },
  ];
}

const OPPOSITE: Readonly<Record<string, string>> = { if: 'unless', ifEquals: 'unlessEquals' };

function truth(value: Value, except: Falsy, at: number, target: HandlebarsTarget, scope: Scope): Decision {
  const text = handlebarsValue(value, at, target, scope);
  const plain: Decision = { helper: `if ${text}` };
  const withZero: Decision = { helper: `if ${text} includeZero=true` };
  // Only a text and a list have a length, and each of them has one. Below `@root` an empty text has none.
  const withLength: Decision = { helper: `if ${text}.length includeZero=true` };
  const withEmpty = text.startsWith('@root.') ? or(withLength, { helper: `ifEquals ${text} ""` }) : withLength;
  const refuse = () =>
    target.refuse(at, `What \`${text}\` is decides how Handlebars must ask for it.`, `Declare its type under \`inputs\`.`);
  const unknown = (): Decision | undefined => {
    const whenNotZero = except.zero ? plain : withZero;
    if (except.text && except.list) return whenNotZero;
    return except.text || except.list || except.object ? undefined : or(whenNotZero, withEmpty);
  };
  switch (valueKind(target, value)) {
    case 'text':
      return except.text ? plain : withEmpty;
    case 'list':
      return except.list ? plain : withLength;
    case 'number':
      return except.zero ? plain : withZero;
    case 'boolean':
      return plain;
    case 'object':
      return except.object ? refuse() : plain;
    case undefined:
      return unknown() ?? refuse();
  }
}

function or(left: Decision, right: Decision): Decision {
  return { operator: 'or', left, right };
}

function comparison(
  { operator, left, right }: Extract<Test, { kind: 'compare' }>,
  at: number,
  target: HandlebarsTarget,
  scope: Scope,
): Decision {
  const negate = (decision: Decision): Decision => (operator === '!=' ? { not: decision } : decision);
  if (operator !== '==' && operator !== '!=')
    return target.refuse(
      at,
      `Handlebars compares with \`==\` and \`!=\` only, not with \`${operator}\`.`,
      'Pass the answer as a boolean input.',
    );
  if (isEmpty(right)) {
    const kind = valueKind(target, left);
    if (kind === 'text') return negate({ helper: equals(left, literal(''), at, target, scope) });
    if (kind !== 'list')
      return target.refuse(at, 'Whether something is empty depends there on what it is.', 'Declare its type under `inputs`.');
    const isGiven = truth(left, NOTHING_ELSE, at, target, scope);
    const isFull = truth(left, { ...NOTHING_ELSE, list: true }, at, target, scope);
    return negate({ operator: 'and', left: isGiven, right: { not: isFull } });
  }
  if (isEmpty(left)) return target.refuse(at, '`empty` stands on the wrong side.', 'Write it after the comparison.');
  const isNull = right.kind === 'literal' && right.value === null;
  const same: Decision = { helper: equals(left, right, at, target, scope) };
  if (!isNull) return negate(same);
  // What is not given is `undefined` there.
  return negate(or(same, { helper: `ifEquals ${handlebarsValue(left, at, target, scope)} undefined` }));
}

function equals(left: Value, right: Value, at: number, target: HandlebarsTarget, scope: Scope): string {
  return `ifEquals ${handlebarsValue(left, at, target, scope)} ${handlebarsValue(right, at, target, scope)}`;
}
