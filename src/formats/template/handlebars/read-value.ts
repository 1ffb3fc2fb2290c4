import { refusal } from '../foreign-text.ts';
import {
  type Falsy,
  filtered,
  literal,
  NOTHING_ELSE,
  type PathValue,
  path,
  type TemplatePart,
  type Test,
  type Value,
} from '../template-part.ts';
import { valueKind } from '../value-kind.ts';
import type * as AST from './handlebars-ast.ts';
import type { HandlebarsReading } from './handlebars-reading.ts';
import { outerScope, type Scope, valueIn } from './scope.ts';

/** What `{{#if}}` takes for false. */
const FALSY: Falsy = { text: true, zero: true, list: true, object: false };

const LOOP_MEMBERS = new Map([
  ['index', 'index0'],
  ['first', 'first'],
  ['last', 'last'],
] as const);

/** Helpers of Dotprompt that say something about messages and print nothing. */
const MARKS: readonly string[] = ['role', 'history', 'media', 'section'];

/** What `{{…}}` prints, or the mark that it is. */
export function outputOf(reading: HandlebarsReading, statement: AST.MustacheStatement, scope: Scope): TemplatePart[] {
  const { source, places } = reading;
  const at = places.start(statement);
  const name = pathName(statement.path);
  if (name !== undefined && MARKS.includes(name)) return [mark(reading, statement, name)];
  if (name === 'log') return [];
  const isCall = statement.params.length > 0 || (statement.hash?.pairs.length ?? 0) > 0;
  const value = isCall ? callOf(reading, statement, scope) : readValue(reading, statement.path as AST.Expression, scope);
  const kind = valueKind(source, value);
  // JavaScript writes a list as its items with commas between.
  if (kind === 'list') return [{ kind: 'output', value: filtered(value, 'join', literal(',')), at }];
  if (kind === 'object')
    source.lose('changed', at, places.shown(statement), 'An object is written as JSON; Handlebars writes `[object Object]`.');
  return [{ kind: 'output', value, at }];
}

/** The value of a path or literal. @throws Failure `import-refused` for what only exists in Handlebars */
export function readValue(reading: HandlebarsReading, expression: AST.Expression, scope: Scope): Value {
  const { source, places } = reading;
  switch (expression.type) {
    case 'PathExpression':
      return pathValue(reading, expression as AST.PathExpression, scope);
    case 'StringLiteral':
    case 'NumberLiteral':
    case 'BooleanLiteral':
      return literal((expression as AST.Literal).value);
    case 'UndefinedLiteral':
    case 'NullLiteral':
      return literal(null);
    default:
      if (expression.type === 'SubExpression') return callOf(reading, expression as AST.SubExpression, scope);
      throw refusal(source, places.start(expression), `${places.shown(expression)} is not known here.`, 'Write it in Liquid by hand.');
  }
}

/** Whether a value counts as true, in Handlebars' words. */
export function truthOf(reading: HandlebarsReading, expression: AST.Expression, scope: Scope, includeZero: boolean): Test {
  const value = readValue(reading, expression, scope);
  const kind = valueKind(reading.source, value);
  const falsy = { ...FALSY, zero: !includeZero };
  const except: Falsy =
    kind === undefined ? falsy : { ...NOTHING_ELSE, text: kind === 'text', zero: kind === 'number' && falsy.zero, list: kind === 'list' };
  return { kind: 'true', value, except };
}

function callOf(reading: HandlebarsReading, call: AST.MustacheStatement | AST.SubExpression, scope: Scope): Value {
  const { source, places } = reading;
  const name = pathName(call.path) ?? '';
  const [first, second] = call.params;
  if (name === 'json' && first) {
    const indent = call.hash?.pairs.find(({ key }) => key === 'indent')?.value;
    return filtered(readValue(reading, first, scope), 'json', ...(indent ? [readValue(reading, indent, scope)] : []));
  }
  if (name === 'lookup' && first && second) {
    const [object, key] = [readValue(reading, first, scope), readValue(reading, second, scope)];
    const member = key.kind === 'path' ? key : key.kind === 'literal' && typeof key.value !== 'boolean' ? key.value : null;
    if (object.kind === 'path' && member !== null) return path(object.root, ...object.members, member);
  }
  throw refusal(
    source,
    places.start(call),
    `${places.shown(call)}: the helper \`${name}\` is code that is not in the file.`,
    'Write what it gives by hand, for example with `join` or `json`, or pass its result as a variable.',
  );
}

function pathValue(reading: HandlebarsReading, expression: AST.PathExpression, scope: Scope): Value {
  const { source, places } = reading;
  const at = places.start(expression);
  const parts = expression.parts.map((part) => {
    if (typeof part === 'string') return /^(?:0|[1-9]\d{0,8})$/.test(part) ? Number(part) : part;
    throw refusal(source, at, `${places.shown(expression)} calls a helper.`, 'Pass its result as a variable.');
  });
  if (expression.data) return dataValue(reading, expression, parts, scope);
  const [first, ...rest] = parts;
  if (first === 'else')
    throw refusal(
      source,
      at,
      `${places.shown(expression)} reads a variable called else, which is a tag here.`,
      'Write `{{else}}` for the tag, or rename the variable.',
    );
  const isScoped = /^\.|^this\b/.test(expression.original);
  const bound = typeof first === 'string' && expression.depth === 0 && !isScoped ? scope.bound.get(first) : undefined;
  if (bound?.kind === 'path') return sized(path(bound.root, ...bound.members, ...rest));
  if (bound !== undefined) return bound;
  const outer = outerScope(scope, expression.depth);
  const value = outer && valueIn(outer, parts);
  if (value !== undefined) return sized(value);
  throw refusal(
    source,
    at,
    `${places.shown(expression)} stands for all variables at once.`,
    'Name the variables that it prints, or pass them as one.',
  );
}

/** The length of a list has another name in Liquid. */
function sized(value: PathValue): PathValue {
  return value.members.at(-1) === 'length' ? path(value.root, ...value.members.slice(0, -1), 'size') : value;
}

function dataValue(reading: HandlebarsReading, expression: AST.PathExpression, parts: readonly (string | number)[], scope: Scope): Value {
  const { source, places } = reading;
  const at = places.start(expression);
  const [name = '', ...rest] = parts;
  if (name === 'root' && rest[0] !== undefined) return path(String(rest[0]), ...rest.slice(1));
  if (scope.inLoop && expression.depth === 0 && rest.length === 0) {
    if (name === 'key' && scope.key !== undefined) return scope.key;
    const member = LOOP_MEMBERS.get(name as 'index');
    if (member !== undefined) return { kind: 'loop', member };
  }
  if (expression.depth > 0 || name === 'root' || ['index', 'key', 'first', 'last'].includes(String(name))) {
    throw refusal(
      source,
      at,
      `${places.shown(expression)} has no counterpart in Liquid here.`,
      'Keep it in a variable of the outer loop: {% assign outer = forloop.index0 %}.',
    );
  }
  source.lose('changed', at, places.shown(expression), `The program gave \`@${name}\` by itself; here it is the input \`${name}\`.`);
  return path(String(name), ...rest);
}

function mark({ source, places }: HandlebarsReading, statement: AST.MustacheStatement, name: string): TemplatePart {
  const at = places.start(statement);
  const [first] = statement.params;
  const argument = first?.type === 'StringLiteral' ? String((first as AST.Literal).value) : '';
  if (name === 'role' && !/^[a-z]+$/.test(argument)) {
    throw refusal(source, at, `${places.shown(statement)} does not name its role.`, 'Write the role as a text: {{role "user"}}.');
  }
  return { kind: 'mark', name, argument, at };
}

function pathName(expression: AST.Node): string | undefined {
  return expression.type === 'PathExpression' ? (expression as AST.PathExpression).original : undefined;
}
