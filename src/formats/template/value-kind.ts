import type { ForeignText } from './foreign-text.ts';
import type { Value, ValueKind } from './template-part.ts';

/** What a value is, where the file or the value itself tells. */
export function valueKind({ kinds }: Pick<ForeignText, 'kinds'>, value: Value): ValueKind | undefined {
  switch (value.kind) {
    case 'path':
      if (value.members.at(-1) === 'size') return 'number';
      return value.members.length === 0 ? kinds.get(value.root) : undefined;
    case 'loop':
      return value.member === 'first' || value.member === 'last' ? 'boolean' : 'number';
    case 'literal':
      return typeof value.value === 'string' ? 'text' : typeof value.value === 'number' ? 'number' : 'boolean';
    case 'filtered':
      return FILTER_KINDS.get(value.filter);
  }
}

const FILTER_KINDS: ReadonlyMap<string, ValueKind> = new Map<string, ValueKind>([
  ...(['upcase', 'downcase', 'capitalize', 'strip', 'join', 'json', 'replace', 'append'] as const).map((name): [string, ValueKind] => [
    name,
    'text',
  ]),
  ...(['size', 'plus', 'minus', 'times', 'abs'] as const).map((name): [string, ValueKind] => [name, 'number']),
  ['map', 'list'],
  ['split', 'list'],
]);
