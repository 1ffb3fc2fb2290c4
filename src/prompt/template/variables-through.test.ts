import { describe, expect, test } from 'vitest';
import type { PartialContent, PromptId } from '../prompt.ts';
import { variablesThrough } from './variables-through.ts';

const partials = (texts: Record<string, string>): ReadonlyMap<PromptId, PartialContent> =>
  new Map(Object.entries(texts).map(([id, text]) => [id as PromptId, { template: 'liquid', text }]));

describe('variables through partials', () => {
  test('are visible in partials at any depth, at the tag that leads there, with the partial that reads them', () => {
    const { variables, partials: reached } = variablesThrough(
      '{{ a }}{% render "x" %}',
      'liquid',
      partials({ x: '{{ b }}{% render "y" %}', y: '\n{{ c }}' }),
    );
    expect(variables).toEqual([
      { name: 'a', path: 'a', line: 1, column: 4 },
      { name: 'b', path: 'b', line: 1, column: 8, partial: 'x' },
      { name: 'c', path: 'c', line: 1, column: 8, partial: 'y' },
    ]);
    expect(reached).toEqual(['x', 'y']);
  });

  test('are not read where the tag binds the name, only where its value comes from', () => {
    const { variables } = variablesThrough('{% render "x", name: customer %}', 'liquid', partials({ x: '{{ name }}{{ tone }}' }));
    expect(variables.map(({ name }) => name)).toEqual(['customer', 'tone']);
  });

  test('count once when one of two tags leaves the name open', () => {
    const { variables } = variablesThrough('{% render "x", a: 1 %}{% render "x" %}{% render "x" %}', 'liquid', partials({ x: '{{ a }}' }));
    expect(variables).toHaveLength(1);
  });

  test('an argument does not reach the partials of the partial', () => {
    const { variables } = variablesThrough('{% render "x", a: 1 %}', 'liquid', partials({ x: '{% render "y" %}', y: '{{ a }}' }));
    expect(variables.map(({ partial }) => partial)).toEqual(['y']);
  });

  test('a partial keeps its own dialect', () => {
    const literal: PartialContent = { template: 'none', text: '{{ a }}' };
    expect(variablesThrough('{% render "x" %}', 'liquid', new Map([['x' as PromptId, literal]])).variables).toEqual([]);
  });

  test('names a missing partial and the way to it', () => {
    const { findings } = variablesThrough('Hi\n{% render "a" %}', 'liquid', partials({ a: '{% render "b" %}' }));
    expect(findings).toMatchObject([{ rule: 'partial-missing', message: 'There is no partial `b` (through a).', line: 2 }]);
  });

  test('shows the chain of partials that include each other', () => {
    const { findings } = variablesThrough(
      '{% render "a" %}{% render "b" %}',
      'liquid',
      partials({ a: '{% render "b" %}', b: '{% render "a" %}' }),
    );
    expect(findings[0]).toMatchObject({ rule: 'partial-cycle', message: 'Partials include each other: a → b → a.', column: 1 });
  });
});
