import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../base/json/canonical-json.ts';
import { renderTemplate } from '../render-template.ts';
import { parseTemplate } from './parse-template.ts';
import { plainParts } from './plain-parts.ts';

const partsOf = (text: string) => plainParts(parseTemplate(text, 'liquid'));

describe('plainParts', () => {
  test('are texts and names of variables', () => {
    expect(partsOf('Hi {{ name }},\n{{- text -}}  !')).toEqual(['Hi ', { variable: 'name' }, ',', { variable: 'text' }, '!']);
    expect(partsOf('')).toEqual([]);
  });

  test.each([
    '{{ a.b }}',
    '{{ a | upcase }}',
    '{% if a %}{% endif %}',
    '{{ "a" }}',
    '{{ a[0] }}',
    '{{ size }}',
    '{{ constructor }}',
    '{{ 1 }}',
  ])('%s is for the engine', (text) => {
    expect(partsOf(text)).toBeUndefined();
  });
});

/** What comes of a text, or why nothing does; an output that writes nothing leaves it to the engine. */
function outcome(text: string, variables: JsonObject): string {
  try {
    return renderTemplate(text, 'liquid', variables, new Map());
  } catch (error) {
    return (error as Error).message;
  }
}

test('a template is rendered the same with and without the engine', () => {
  const name = fc.constantFrom('a', 'b', 'size', 'first', 'constructor', '__proto__', 'toString', 'missing');
  const piece = fc.oneof(
    name.map((one) => `{{ ${one} }}`),
    name.map((one) => `{{- ${one} -}}`),
    fc.constantFrom(' x ', '\n', '}', 'é'),
  );
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double({ noDefaultInfinity: true, noNaN: true }),
    fc.boolean(),
    fc.constant(null),
    fc.constant(['x']),
  );
  const variables = fc.dictionary(fc.constantFrom('a', 'b', 'size', 'constructor', 'toString'), value, { noNullPrototype: true });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), variables, (pieces, given) => {
      const text = pieces.join('');
      expect(outcome(text, given as JsonObject)).toBe(outcome(`${text}{{ "" }}`, given as JsonObject));
    }),
  );
});

test('a text beyond the limit is refused like any other', () => {
  expect(outcome('{{ a }}{{ a }}', { a: 'x'.repeat(9_000_000) })).toContain('too much text');
});
