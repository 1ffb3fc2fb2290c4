import type { LoopMember, PathValue, Value } from '../template-part.ts';
import { valueKind } from '../value-kind.ts';
import type { HandlebarsTarget } from './handlebars-target.ts';

/** The loops around a place of the template, the innermost last. */
export interface Scope {
  readonly loops: readonly LoopScope[];
}

interface LoopScope {
  /** What Liquid calls the item. */
  readonly name: string;
  /** Whether the loop gives its item a name there too, because inner loops read it. */
  readonly isNamed: boolean;
  /** Goes through the pairs of an object, where Liquid's item is a key and a value. */
  readonly isPairs: boolean;
}

export const ROOT: Scope = { loops: [] };

const LOOP: Partial<Record<LoopMember, string>> = { index0: '@index', first: '@first', last: '@last' };
/** Names that are helpers where no path is before them. */
const HELPERS =
  /^(?:if|unless|each|with|lookup|log|json|role|history|media|section|ifEquals|unlessEquals|helperMissing|blockHelperMissing|this|true|false|null|undefined|as|else)$/;
const NAME = /^[A-Za-z_$][\w$-]*$/;

/** A value as Handlebars writes it inside a tag. */
export function handlebarsValue(value: Value, at: number, target: HandlebarsTarget, scope: Scope): string {
  switch (value.kind) {
    case 'path':
      return pathText(value, at, target, scope);
    case 'literal':
      return literalText(value.value, at, target);
    case 'loop': {
      const name = LOOP[value.member];
      return name ?? target.refuse(at, `Handlebars has no \`forloop.${value.member}\`.`, 'Use index0, first or last.');
    }
    case 'filtered':
      if (value.filter === 'size' && value.args.length === 0) return `${handlebarsValue(value.input, at, target, scope)}.length`;
      return target.refuse(at, `Handlebars has no filter \`${value.filter}\`.`, 'Pass the result as an input.');
  }
}

function pathText(value: PathValue, at: number, target: HandlebarsTarget, { loops }: Scope): string {
  const { root, members } = value;
  const depth = loops.findLastIndex(({ name }) => name === root);
  const loop = loops[depth];
  const steps = members.map((member, index) => step(member, index, value, at, target));
  if (loop === undefined) {
    const name = segment(root, at, target);
    const start = loops.length > 0 ? '@root.' : HELPERS.test(root) || !NAME.test(root) ? 'this.' : '';
    return [start + name, ...steps].join('.');
  }
  if (depth < loops.length - 1 && !loop.isNamed) throw new Error(`The loop of ${root} has no name.`);
  if (!loop.isPairs) return [loop.isNamed ? root : 'this', ...steps].join('.');
  const [which, ...rest] = members;
  const [, ...after] = steps;
  if (which === 0 && rest.length === 0) return loop.isNamed ? `${root}_key` : '@key';
  if (which === 1) return [loop.isNamed ? root : 'this', ...after].join('.');
  return target.refuse(
    at,
    `A pair of key and value is no value in Handlebars.`,
    `Use \`${root}[0]\` for the key and \`${root}[1]\` for the value.`,
  );
}

function step(
  member: PathValue['members'][number],
  index: number,
  { root, members }: PathValue,
  at: number,
  target: HandlebarsTarget,
): string {
  if (typeof member === 'object')
    return target.refuse(at, 'Handlebars takes no member by the value of a variable.', 'Pass the member as an input.');
  const isLast = index === members.length - 1;
  const kind = valueKind(target, { kind: 'path', root, members: members.slice(0, index) });
  if (isLast && member === 'size' && kind !== 'object') return 'length';
  if (kind === 'list' && member === 'first') return '[0]';
  if ((member === 'first' || member === 'last') && kind !== 'object')
    return target.refuse(at, `Handlebars has no \`${member}\` of a list.`, member === 'first' ? 'Use `[0]`.' : 'Pass it as an input.');
  return segment(member, at, target);
}

function segment(name: string | number, at: number, target: HandlebarsTarget): string {
  const text = String(name);
  if (NAME.test(text)) return text;
  if (/^-/.test(text) || /[[\]]/.test(text)) return target.refuse(at, `\`${text}\` is no name in Handlebars.`);
  return `[${text}]`;
}

function literalText(value: string | number | boolean | null, at: number, target: HandlebarsTarget): string {
  if (typeof value !== 'string') return String(value);
  if (!value.includes('"')) return `"${value}"`;
  return value.includes("'") ? target.refuse(at, 'Handlebars has no text with both kinds of quotes.', 'Use one kind.') : `'${value}'`;
}
