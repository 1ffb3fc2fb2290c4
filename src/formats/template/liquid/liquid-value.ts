import type { PathValue, Value } from '../template-part.ts';

const NAME = /^[A-Za-z_][\w-]*$/;
/** Words that Liquid does not read as variables. */
const RESERVED = new Set(['true', 'false', 'nil', 'null', 'empty', 'blank', 'and', 'or', 'not', 'contains', 'forloop']);

/** Writes a value as Liquid does inside a tag: a path, a literal, filters after it. */
export function liquidValue(value: Value): string {
  switch (value.kind) {
    case 'path':
      return liquidPath(value);
    case 'loop':
      return `forloop.${value.member}`;
    case 'literal':
      return typeof value.value === 'string' ? quotedText(value.value) : String(value.value ?? 'nil');
    case 'filtered': {
      const args = value.args.map(liquidValue).join(', ');
      return `${liquidValue(value.input)} | ${value.filter}${args === '' ? '' : `: ${args}`}`;
    }
  }
}

/** True for a value that Liquid can only write with filters, which stand in outputs and assignments but not in a comparison. */
export function hasFilters(value: Value): boolean {
  return value.kind === 'filtered';
}

function liquidPath({ root, members }: PathValue): string {
  const start = NAME.test(root) && !RESERVED.has(root) ? root : `[${quotedText(root)}]`;
  return start + members.map(memberText).join('');
}

function memberText(member: PathValue['members'][number]): string {
  if (typeof member === 'number') return `[${member}]`;
  if (typeof member !== 'string') return `[${liquidPath(member)}]`;
  return NAME.test(member) ? `.${member}` : `[${quotedText(member)}]`;
}

/** A Liquid string. Braces are escaped after the first quote because the engine ends a tag at `%}` even inside quotes. */
function quotedText(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    .replace(/[{}]/g, (brace) => `\\u00${brace.charCodeAt(0).toString(16)}`);
  return `"${escaped}"`;
}
