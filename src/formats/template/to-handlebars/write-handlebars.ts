import type { ForPart, TemplatePart, Test, Value } from '../template-part.ts';
import { valueKind } from '../value-kind.ts';
import type { HandlebarsTarget } from './handlebars-target.ts';
import { conditional, type Decision, decisionOf } from './handlebars-test.ts';
import { joinedPieces, type Piece } from './handlebars-text.ts';
import { handlebarsValue, ROOT, type Scope } from './handlebars-value.ts';

/**
 * Writes a template in Handlebars as Dotprompt renders it; it prints byte for byte what the parts say.
 *
 * @throws what `refuse` throws, for what Handlebars without helpers of the program cannot say.
 */
export function writeHandlebars(parts: readonly TemplatePart[], target: HandlebarsTarget): string {
  return joinedPieces(pieces(parts, target, ROOT));
}

function pieces(parts: readonly TemplatePart[], target: HandlebarsTarget, scope: Scope): Piece[] {
  return parts.flatMap((part) => partPieces(part, target, scope));
}

/** The inside of a block: one that begins with two numbers would print their sum. */
function inside(parts: readonly TemplatePart[], target: HandlebarsTarget, scope: Scope): Piece[] {
  const written = pieces(parts, target, scope);
  const [first, second] = parts;
  const isAdded = [first, second].every((part) => part !== undefined && mayBeNumber(part, target));
  return isAdded ? [{ tag: '{{#if false}}', isBlock: true }, { tag: '{{/if}}', isBlock: true }, ...written] : written;
}

function mayBeNumber(part: TemplatePart, target: HandlebarsTarget): boolean {
  return part.kind === 'output' ? valueKind(target, part.value) !== 'text' : part.kind === 'if' || part.kind === 'for';
}

function partPieces(part: TemplatePart, target: HandlebarsTarget, scope: Scope): Piece[] {
  switch (part.kind) {
    case 'text':
      return [{ text: part.text }];
    case 'comment':
      return [];
    case 'output':
      return output(part, target, scope);
    case 'if':
      return condition(part, target, scope);
    case 'for':
      return loop(part, target, scope);
    case 'partial':
      return [partialCall(part, target, scope)];
    case 'assign':
      return target.refuse(part.at, 'Handlebars assigns no names.', 'Write the value where the name stands, or pass it as an input.');
    case 'mark':
      throw new Error(`The mark ${part.name} is no part of a template of ours.`);
  }
}

function output({ value, at }: Extract<TemplatePart, { kind: 'output' }>, target: HandlebarsTarget, scope: Scope): Piece[] {
  if (value.kind === 'literal') return value.value === null ? [] : [{ text: String(value.value) }];
  // JavaScript writes a list as its items with commas between.
  if (value.kind === 'filtered' && value.filter === 'join' && isComma(value.args) && valueKind(target, value.input) === 'list')
    return [{ tag: `{{${handlebarsValue(value.input, at, target, scope)}}}` }];
  const isJson = value.kind === 'filtered' && value.filter === 'json';
  const shown = isJson ? value.input : value;
  const kind = valueKind(target, shown);
  const text = handlebarsValue(shown, at, target, scope);
  const isMapping = kind === 'list' || kind === 'object';
  if (!isJson && !isMapping) return [{ tag: `{{${text}}}` }];
  const indent = isJson ? value.args.map((arg) => ` indent=${handlebarsValue(arg, at, target, scope)}`).join('') : '';
  const written: Piece = { tag: `{{json ${text}${indent}}}` };
  if (shown.kind === 'path' && target.certain.has(shown.root)) return [written];
  if (!isMapping)
    return target.refuse(
      at,
      `\`json\` prints \`undefined\` there when \`${text}\` is not given.`,
      `Declare what \`${text}\` is under \`inputs\`, as required or with a default.`,
    );
  const open = kind === 'list' ? `{{#if ${text}.length includeZero=true}}` : `{{#if ${text}}}`;
  return [{ tag: open, isBlock: true }, written, { tag: '{{/if}}', isBlock: true }];
}

function isComma([separator, ...more]: readonly Value[]): boolean {
  return more.length === 0 && separator?.kind === 'literal' && separator.value === ',';
}

function condition({ branches, otherwise, at }: Extract<TemplatePart, { kind: 'if' }>, target: HandlebarsTarget, scope: Scope): Piece[] {
  const decide = (test: Test): Decision => decisionOf(test, at, target, scope);
  let rest: readonly Piece[] = inside(otherwise, target, scope);
  for (const { test, body } of [...branches].reverse()) rest = conditional(decide(test), inside(body, target, scope), rest, at, target);
  return [...rest];
}

function loop({ name, list, body, otherwise, at }: ForPart, target: HandlebarsTarget, scope: Scope): Piece[] {
  if (list.kind === 'range') return target.refuse(at, 'Handlebars goes through lists only.', 'Pass the numbers as a list.');
  const kind = valueKind(target, list);
  if (kind !== undefined && kind !== 'list' && kind !== 'object')
    return target.refuse(at, `Handlebars does not go through a ${kind}.`, 'Pass a list.');
  const isNamed = body.some((part) => hasLoop(part));
  const within: Scope = { loops: [...scope.loops, { name, isNamed, isPairs: kind === 'object' }] };
  const as = isNamed ? ` as |${kind === 'object' ? `${name} ${name}_key` : name}|` : '';
  return [
    { tag: `{{#each ${handlebarsValue(list, at, target, scope)}${as}}}`, isBlock: true },
    ...inside(body, target, within),
    ...(otherwise.length === 0 ? [] : [{ tag: '{{else}}', isBlock: true } as const, ...inside(otherwise, target, scope)]),
    { tag: '{{/each}}', isBlock: true },
  ];
}

function hasLoop(part: TemplatePart): boolean {
  if (part.kind === 'if') return [...part.branches.flatMap(({ body }) => body), ...part.otherwise].some(hasLoop);
  return part.kind === 'for';
}

function partialCall({ id, args, at }: Extract<TemplatePart, { kind: 'partial' }>, target: HandlebarsTarget, scope: Scope): Piece {
  const given = new Set(args.map(([name]) => name));
  const other = target.partialVariables(id).find((name) => !given.has(name));
  if (scope.loops.length > 0 && other !== undefined)
    return target.refuse(
      at,
      `Inside a loop, a partial of Handlebars does not see \`${other}\`.`,
      `Pass it by name: {% render "${id}", ${other}: ${other} %}.`,
    );
  const values = args.map(([name, value]) => ` ${name}=${handlebarsValue(value, at, target, scope)}`);
  const name = /^\w[\w/-]*$/.test(id) ? id : `"${id}"`;
  return { tag: `{{> ${name}${values.join('')}}}`, isBlock: true };
}
