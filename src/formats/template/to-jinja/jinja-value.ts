import type { PathValue, Value } from '../template-part.ts';
import { valueKind } from '../value-kind.ts';
import type { JinjaTarget } from './jinja-target.ts';

const NAME = /^[A-Za-z_]\w*$/;
const WORDS =
  /^(?:true|false|none|True|False|None|loop|and|or|not|in|is|if|else|elif|for|set|self|super|caller|import|from|as|range|undefined|null)$/;

const LOOP = { index: 'index', index0: 'index0', rindex: 'revindex', rindex0: 'revindex0', first: 'first', last: 'last', length: 'length' };

/** Filters without arguments that mean the same, by their Liquid names. */
const SAME: ReadonlyMap<string, string> = new Map([
  ['upcase', 'upper'],
  ['downcase', 'lower'],
  ['capitalize', 'capitalize'],
  ['strip', 'trim'],
  ['size', 'length'],
]);

const SUMS: ReadonlyMap<string, string> = new Map([
  ['plus', '+'],
  ['minus', '-'],
  ['times', '*'],
]);

/** A value as Jinja writes it inside a tag. */
export function jinjaValue(value: Value, at: number, target: JinjaTarget): string {
  switch (value.kind) {
    case 'path':
      return pathText(value, at, target);
    case 'literal':
      return typeof value.value === 'string' ? quoted(value.value) : String(value.value ?? 'none');
    case 'loop':
      return `loop.${LOOP[value.member]}`;
    case 'filtered':
      return filterText(value, at, target);
  }
}

/** True for a value that is there whatever the caller passes. */
export function isCertain(value: Value, target: Pick<JinjaTarget, 'certain'>): boolean {
  if (value.kind === 'path') return target.certain.has(value.root);
  return value.kind !== 'filtered' || isCertain(value.input, target);
}

function pathText({ root, members }: PathValue, at: number, target: JinjaTarget): string {
  if (!NAME.test(root) || WORDS.test(root)) return target.refuse(at, `\`${root}\` is no name of a variable in Jinja.`, 'Rename the input.');
  let text = root;
  for (const [index, member] of members.entries()) {
    const kind = valueKind(target, { kind: 'path', root, members: members.slice(0, index) });
    if (member === 'size' && kind !== 'object') {
      if (index < members.length - 1) return target.refuse(at, 'A size has no members.');
      return `${text} | length`;
    }
    if ((member === 'first' || member === 'last') && kind !== 'object')
      return target.refuse(at, `Jinja has no \`.${member}\` of a list.`, 'Use `[0]`, or pass it as an input.');
    text += step(member, at, target);
  }
  return text;
}

function step(member: PathValue['members'][number], at: number, target: JinjaTarget): string {
  if (typeof member === 'number') return `[${member}]`;
  if (typeof member === 'object') return `[${pathText(member, at, target)}]`;
  // Python finds the methods of a mapping before its members.
  const isMethod = /^(?:items|keys|values|get|pop|copy|update|clear)$/.test(member);
  return NAME.test(member) && !WORDS.test(member) && !isMethod ? `.${member}` : `[${quoted(member)}]`;
}

function filterText({ input, filter, args }: Extract<Value, { kind: 'filtered' }>, at: number, target: JinjaTarget): string {
  const text = jinjaValue(input, at, target);
  const given = args.map((arg) => jinjaValue(arg, at, target));
  const [first, second] = args;
  const kind = valueKind(target, input);
  const same = SAME.get(filter);
  if (same !== undefined && args.length === 0) {
    const isRight = filter === 'size' ? kind === 'list' || kind === 'text' : kind === 'text';
    if (isRight && isCertain(input, target)) return `${text} | ${same}`;
    return target.refuse(
      at,
      `\`${filter}\` of something that may be no text means something else in Jinja.`,
      `Declare \`${text}\` under \`inputs\`, as required or with a default.`,
    );
  }
  if (filter === 'join' && kind === 'list' && isCertain(input, target) && args.length < 2)
    return `${text} | join(${given[0] ?? quoted(' ')})`;
  if (
    filter === 'replace' &&
    kind === 'text' &&
    isCertain(input, target) &&
    first?.kind === 'literal' &&
    first.value !== '' &&
    second !== undefined
  )
    return `${text} | replace(${given.join(', ')})`;
  const sum = SUMS.get(filter);
  const isWhole = first?.kind === 'literal' && Number.isInteger(first.value);
  if (sum !== undefined && kind === 'number' && isCertain(input, target) && isWhole && input.kind !== 'filtered')
    return `${text} ${sum} ${given[0]}`;
  if (filter === 'json' && target.dialect === 'nunjucks' && isCertain(input, target))
    return `${text} | dump${given.length > 0 ? `(${given.join(', ')})` : ''}`;
  return target.refuse(
    at,
    `\`${filter}\` here has no counterpart with the same meaning in Jinja.`,
    'Declare what the value is under `inputs`, or pass the result.',
  );
}

function quoted(text: string): string {
  const escaped = text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t');
  return `'${escaped}'`;
}
