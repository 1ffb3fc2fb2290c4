import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsedTemplate } from './parsed-template.ts';
import { plainAnalysis } from './plain-analysis.ts';

describe('the analysis without the engine', () => {
  test('finds names and partials, with their places', () => {
    const text = 'Hello {{ user.name }},\n{%- render "shared/tone" -%}\n{{plan}}';
    expect(plainAnalysis(text, 'liquid')).toEqual({
      variables: [
        { name: 'user', path: 'user.name', line: 1, column: 10 },
        { name: 'plan', path: 'plan', line: 3, column: 3 },
      ],
      partials: [{ id: 'shared/tone', args: [], line: 2, column: 1 }],
      findings: [],
    });
  });

  test.each([
    '{{ a | upcase }}',
    '{% if a %}',
    '{{ a b }}',
    '{{{a}}}',
    '{# note #}',
    '{{ else }}',
    '{% render name %}',
    '{{ a',
    '{{ a[0] }}',
  ])('leaves %s to the engine', (text) => {
    expect(plainAnalysis(text, 'liquid')).toBeUndefined();
  });

  const pieces = fc.constantFrom(
    ...[
      '{{ a }}',
      '{{a.b}}',
      '{{- a -}}',
      '{{ a.size }}',
      '{{ forloop }}',
      '{{ true }}',
      '{{ a_1 }}',
      '{% render "x/y" %}',
      "{%- render 'z' -%}",
    ],
    ...[
      '{{',
      '}}',
      '{%',
      '%}',
      '{',
      '}',
      '#',
      '-',
      ' ',
      '\n',
      'a',
      '.',
      '"',
      "'",
      '|',
      'render',
      'raw',
      '%',
      '\t',
      'é',
      '😀',
      '{% raw %}',
      '{% # x %}',
    ],
  );

  test('is that of the engine, or none', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 9 }), (parts) => {
        const text = parts.join('');
        const plain = plainAnalysis(text, 'liquid');
        if (plain !== undefined) expect({ text, ...plain }).toEqual({ text, ...parsedTemplate(text, 'liquid').analysis });
      }),
      { numRuns: 3000 },
    );
  });
});
