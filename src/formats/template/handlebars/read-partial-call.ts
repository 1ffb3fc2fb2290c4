import { refusal } from '../foreign-text.ts';
import { path, type TemplatePart, type Value } from '../template-part.ts';
import type * as AST from './handlebars-ast.ts';
import type { HandlebarsReading, KnownPartial } from './handlebars-reading.ts';
import { readValue } from './read-value.ts';
import type { Scope } from './scope.ts';

/**
 * Reads `{{> name context key=value}}`.
 *
 * Handlebars hands its whole context to a partial; Liquid only what is named, besides the variables of the prompt.
 * So what the partial reads is handed over by name wherever the context is not the prompt itself.
 */
export function readPartialCall(reading: HandlebarsReading, statement: AST.PartialStatement, scope: Scope): TemplatePart[] {
  const { source, places } = reading;
  const at = places.start(statement);
  const name = nameOf(statement);
  if (name === undefined)
    throw refusal(
      source,
      at,
      `${places.shown(statement)} chooses a partial at run time.`,
      'Use {% if %} around one {% render %} for each.',
    );
  const partial = reading.resolve(name);
  if (partial === undefined)
    throw refusal(
      source,
      at,
      `The partial \`${name}\` is not among the files given.`,
      `Import the folder that holds it (_${name}.prompt).`,
    );
  const indent = statement.indent ?? '';
  if (indent !== '' && !partial.isFixedLine)
    source.lose('changed', at, name, 'Handlebars indents every line of this partial; here only its first line is.');
  const args = argumentsOf(reading, statement, scope, partial);
  return [...(indent === '' ? [] : [{ kind: 'text', text: indent } as const]), { kind: 'partial', id: partial.id, args, at }];
}

function argumentsOf(reading: HandlebarsReading, statement: AST.PartialStatement, scope: Scope, partial: KnownPartial): [string, Value][] {
  const given = (statement.hash?.pairs ?? []).map(({ key, value }): [string, Value] => [key, readValue(reading, value, scope)]);
  const [contextParameter] = statement.params;
  const context = contextParameter ? readValue(reading, contextParameter, scope) : scope.base;
  const named = new Set(given.map(([key]) => key));
  const { source, places, isPartial } = reading;
  if (context === undefined && !isPartial) return given;
  if (context !== undefined && context.kind !== 'path')
    throw refusal(source, places.start(statement), 'The context of a partial must be a variable.', 'Pass values by name.');
  const inherited = partial.variables
    .filter((variable) => !named.has(variable))
    .map((variable): [string, Value] => [
      variable,
      context === undefined ? path(variable) : path(context.root, ...context.members, variable),
    ]);
  return [...given, ...inherited];
}

function nameOf({ name }: AST.PartialStatement): string | undefined {
  return name.type === 'PathExpression'
    ? (name as AST.PathExpression).original
    : name.type === 'StringLiteral'
      ? String((name as AST.Literal).value)
      : undefined;
}
