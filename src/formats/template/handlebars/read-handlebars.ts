import { parse } from '@handlebars/parser';
import { type ForeignText, refusal, requireDepth } from '../foreign-text.ts';
import { freeNames } from '../free-names.ts';
import { type ForPart, ifPart, joinTexts, literal, not, path, type TemplatePart, type Test, type Value } from '../template-part.ts';
import type * as AST from './handlebars-ast.ts';
import { type HandlebarsPlaces, handlebarsPlaces } from './handlebars-places.ts';
import type { HandlebarsReading, ResolvePartial } from './handlebars-reading.ts';
import { readPartialCall } from './read-partial-call.ts';
import { outputOf, readValue, truthOf } from './read-value.ts';
import { ROOT, type Scope } from './scope.ts';

/**
 * Reads a Handlebars template as Dotprompt renders it: without HTML escapes, with Dotprompt's helpers.
 *
 * `{{role}}`, `{{history}}`, `{{media}}` and `{{section}}` become marks, for the format to understand.
 * @param as a partial sees what the partial around it was given, which Liquid hands on only by name.
 * @throws Failure `import-refused` at what means something that Liquid cannot say, and at broken syntax.
 */
export function readHandlebars(source: ForeignText, resolve: ResolvePartial, as: 'prompt' | 'partial' = 'prompt'): TemplatePart[] {
  const places = handlebarsPlaces(source.text);
  const reading: HandlebarsReading = { source, places, names: freeNames(source.text), resolve, isPartial: as === 'partial' };
  return statements(reading, parsed(source, places).body, ROOT, 0);
}

function parsed(source: ForeignText, places: HandlebarsPlaces): AST.Program {
  requireShallow(source);
  try {
    return parse(source.text) as AST.Program;
  } catch (error) {
    const message = (error as Error).message.trimEnd().split('\n').at(-1) ?? '';
    throw refusal(source, places.ofError(error), `This is not Handlebars: ${message}`, 'Mend the template, then import it again.');
  }
}

/** The parser takes quadratic time on deep nesting, so that is refused before. */
function requireShallow(source: ForeignText): void {
  let depth = 0;
  for (const { 1: sign, index } of source.text.matchAll(/\{\{~?([#^/])/g)) {
    depth += sign === '/' ? -1 : 1;
    requireDepth(source, index, depth);
  }
}

function statements(reading: HandlebarsReading, body: readonly AST.Statement[], scope: Scope, depth: number): TemplatePart[] {
  return joinTexts(body.flatMap((statement) => statementParts(reading, statement, scope, depth)));
}

function statementParts(reading: HandlebarsReading, statement: AST.Statement, scope: Scope, depth: number): TemplatePart[] {
  const { source, places } = reading;
  const at = places.start(statement);
  requireDepth(source, at, depth);
  switch (statement.type) {
    case 'ContentStatement':
      return [{ kind: 'text', text: (statement as AST.Text).value }];
    case 'CommentStatement':
      return [{ kind: 'comment', text: (statement as AST.Text).value }];
    case 'MustacheStatement':
      return outputOf(reading, statement as AST.MustacheStatement, scope);
    case 'BlockStatement':
      return block(reading, statement as AST.BlockStatement, scope, depth + 1);
    case 'PartialStatement':
      return readPartialCall(reading, statement as AST.PartialStatement, scope);
    default:
      throw refusal(
        source,
        at,
        `${places.shown(statement)} has no counterpart in Liquid.`,
        'Move the text into a partial and use {% render "name" %}.',
      );
  }
}

function block(reading: HandlebarsReading, statement: AST.BlockStatement, scope: Scope, depth: number): TemplatePart[] {
  const { source, places } = reading;
  const at = places.start(statement);
  const { path: name, params, program, inverse } = statement;
  const inner = (body: AST.Program | undefined, within: Scope) => (body ? statements(reading, body.body, within, depth) : []);
  // `{{^if x}}` has only an inverse.
  const when = (test: Test): TemplatePart[] => [ifPart(test, inner(program, scope), inner(inverse, scope), at)];
  const [first, second] = params;
  switch (name.original) {
    case 'if':
    case 'unless': {
      const test = truthOf(reading, required(reading, statement, first), scope, includesZero(statement));
      return when(name.original === 'if' ? test : not(test));
    }
    case 'ifEquals':
    case 'unlessEquals': {
      const [left, right] = [required(reading, statement, first), required(reading, statement, second)];
      const operator = name.original === 'ifEquals' ? '==' : '!=';
      return when({ kind: 'compare', operator, left: readValue(reading, left, scope), right: readValue(reading, right, scope) });
    }
    case 'each':
      return [each(reading, statement, scope, depth)];
    case 'with': {
      const value = pathOf(reading, statement, first, scope);
      const bound = boundNames(program?.blockParams ?? [], [value]);
      const within = { base: value, inLoop: scope.inLoop, bound: new Map([...scope.bound, ...bound]), outer: scope, ...keyOf(scope) };
      const test = truthOf(reading, required(reading, statement, first), scope, true);
      return [ifPart(test, inner(program, within), inner(inverse, scope), at)];
    }
    default:
      throw refusal(
        source,
        at,
        params.length > 0
          ? `The helper \`${name.original}\` is code that is not in the file.`
          : `\`{{#${name.original}}}\` is a loop or a condition, which only the value tells.`,
        params.length > 0
          ? 'Write what it gives by hand: {% if %}, {% for %} or a filter.'
          : `Write {{#each ${name.original}}} or {{#if ${name.original}}}, then import it again.`,
      );
  }
}

function each(reading: HandlebarsReading, statement: AST.BlockStatement, scope: Scope, depth: number): ForPart {
  const { source, places, names } = reading;
  const { params, program, inverse } = statement;
  const list = pathOf(reading, statement, params[0], scope);
  const isObject = list.members.length === 0 && source.kinds.get(list.root) === 'object';
  const isList = list.members.length === 0 && source.kinds.get(list.root) === 'list';
  const paired = isObject || (!isList && usesKey(program));
  const named = list.members.findLast((member) => typeof member === 'string') ?? list.root;
  const [wanted] = program?.blockParams ?? [];
  const name = paired ? names.itemOf('pairs') : names.itemOf(wanted === undefined ? named : `${wanted}s`);
  const item = paired ? path(name, 1) : path(name);
  const key: Value = paired ? path(name, 0) : { kind: 'loop', member: 'index0' };
  const bound = boundNames(program?.blockParams ?? [], [item, key]);
  const within: Scope = { base: item, key, inLoop: true, bound: new Map([...scope.bound, ...bound]), outer: scope };
  const body = program ? statements(reading, program.body, within, depth) : [];
  const otherwise = inverse ? statements(reading, inverse.body, scope, depth) : [];
  return { kind: 'for', name, list, body, otherwise, at: places.start(statement) };
}

/** `@key` in a loop over what may be an object; inside an inner loop it is that one's. */
function usesKey(program: AST.Program | undefined): boolean {
  const isKey = (value: unknown): boolean => {
    if (Array.isArray(value)) return value.some(isKey);
    if (typeof value !== 'object' || value === null) return false;
    const node = value as Partial<AST.PathExpression> & Partial<AST.BlockStatement>;
    if (node.data === true && node.parts?.[0] === 'key') return true;
    if (node.type === 'BlockStatement' && node.path?.original === 'each') return isKey(node.params) || isKey(node.inverse);
    return Object.entries(node).some(([member, inner]) => member !== 'loc' && isKey(inner));
  };
  return isKey(program?.body);
}

function pathOf(reading: HandlebarsReading, statement: AST.BlockStatement, parameter: AST.Expression | undefined, scope: Scope) {
  const value = readValue(reading, required(reading, statement, parameter), scope);
  if (value.kind === 'path') return value;
  const at = reading.places.start(statement);
  throw refusal(reading.source, at, `${reading.places.shown(statement)} goes into no variable.`, 'Name the variable that it is about.');
}

function required(reading: HandlebarsReading, statement: AST.BlockStatement, parameter: AST.Expression | undefined): AST.Expression {
  if (parameter !== undefined) return parameter;
  const at = reading.places.start(statement);
  throw refusal(reading.source, at, `\`${statement.path.original}\` lacks what it is about.`, 'Give it a variable.');
}

function includesZero({ hash }: AST.BlockStatement): boolean {
  return hash?.pairs.some(({ key, value }) => key === 'includeZero' && (value as AST.Literal).value === true) ?? false;
}

function boundNames(names: readonly string[], values: readonly Value[]): [string, Value][] {
  return names.flatMap((name, index): [string, Value][] => [[name, values[index] ?? literal(null)]]);
}

function keyOf({ key }: Scope): { key?: Value } {
  return key === undefined ? {} : { key };
}
