import { describe, expect, test } from 'vitest';
import { Failure } from '../../../base/failure.ts';
import { foreignText } from '../foreign-text.ts';
import { writeLiquid } from '../liquid/write-liquid.ts';
import { readFString } from './read-fstring.ts';

const translated = (template: string) => writeLiquid(readFString(foreignText(template, { file: 'a.yaml' }, [])));

describe('reading f-strings', () => {
  test('reads names, and doubled braces as braces', () => {
    expect(translated('Hi {name}: {{"a": {value}}}')).toBe('Hi {{ name }}: {"a": {{ value }}}');
    expect(translated('{{{{name}}}}')).toBe('{% raw %}{{name}}{% endraw %}');
  });

  test.each([
    ['{a.b}', 1],
    ['x {a[0]}', 3],
    ['{a:.2f}', 1],
    ['{a!r}', 1],
    ['{}', 1],
    ['a } b', 3],
    ['a { b', 3],
  ])('refuses %j at its place', (template, column) => {
    try {
      translated(template);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(Failure);
      expect((error as Failure).where).toEqual({ file: 'a.yaml', line: 1, column });
    }
  });
});
