import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anySchema, seeded } from '../../../../test/support/generated-schemas.ts';
import { ajvVerdicts, refutedProof } from '../../../../test/support/refuted-proof.ts';
import type { Json } from '../../../base/json/canonical-json.ts';
import { schemaViolations } from './compare-schemas.ts';

const text = { type: 'string' };
const object = (properties: Record<string, Json>, rest: Record<string, Json> = {}): Json => ({ type: 'object', properties, ...rest });
const closed = (properties: Record<string, Json>): Json =>
  object(properties, { required: Object.keys(properties), additionalProperties: false });
const said = (narrow: Json, wide: Json): string[] => schemaViolations(narrow, wide).map(({ at, what }) => [...at, what].join(': '));

describe('what is proved', () => {
  const tree = {
    $ref: '#/$defs/node',
    $defs: { node: object({ value: text, children: { type: 'array', items: { $ref: '#/$defs/node' } } }, { required: ['value'] }) },
  };
  const shapes = [closed({ kind: { const: 'a' }, x: text }), closed({ kind: { const: 'b' }, y: text })];

  test.each<[string, Json, Json]>([
    ['another order of keys', { type: 'object', required: ['a', 'b'] }, { required: ['b', 'a'], type: 'object' }],
    ['a description', { type: 'string', description: 'x', title: 'y', examples: ['z'] }, text],
    [
      'a definition put elsewhere',
      closed({ a: text }),
      { ...(closed({ a: { $ref: '#/$defs/a' } }) as object), $defs: { a: text } } as Json,
    ],
    ['definitions instead of $defs', { $ref: '#/definitions/a', definitions: { a: text } }, { $ref: '#/$defs/a', $defs: { a: text } }],
    ['an anchor', { $ref: '#here', $defs: { a: { $anchor: 'here', type: 'string' } } }, text],
    ['an integer for a number', { type: 'integer' }, { type: 'number' }],
    ['fewer values', { enum: ['a'] }, { enum: ['a', 'b'] }],
    ['one value', { const: 3 }, { type: 'integer', minimum: 3, maximum: 3 }],
    ['whole numbers that are listed', { type: 'integer', minimum: 1, exclusiveMaximum: 4 }, { enum: [1, 2, 3] }],
    ['bounds that are tighter', { type: 'integer', exclusiveMinimum: 2 }, { type: 'number', minimum: 3 }],
    ['multiples of multiples', { type: 'integer', multipleOf: 6 }, { type: 'integer', multipleOf: 3 }],
    ['nullable in two ways', { type: ['string', 'null'] }, { anyOf: [text, { type: 'null' }] }],
    ['nullable in two ways, back', { anyOf: [{ type: 'null' }, text] }, { type: ['null', 'string'] }],
    ['allOf written out', { allOf: [object({ a: text }), { required: ['a'] }] }, object({ a: text }, { required: ['a'] })],
    ['the same shapes in another order', { anyOf: shapes }, { anyOf: [...shapes].reverse() }],
    ['shapes that a word tells apart', { oneOf: shapes }, { anyOf: shapes }],
    ['shapes that exclude each other', { anyOf: shapes }, { oneOf: shapes }],
    [
      'a shape for each value of a field',
      closed({ kind: { enum: ['a', 'b'] } }),
      { anyOf: [closed({ kind: { const: 'a' } }), closed({ kind: { const: 'b' } })] },
    ],
    ['a tree in itself', tree, { ...tree, title: 'Tree' }],
    ['a tree of another depth', tree, object({ value: text, children: { type: 'array', items: { $ref: '#' } } }, { required: ['value'] })],
    ['what if leaves', { type: 'string' }, JSON.parse('{"if": {"type": "number"}, "then": {"minimum": 3}}')],
    ['what not leaves', text, { not: { type: 'number' } }],
    ['no items', { type: 'array', maxItems: 0 }, { type: 'array', items: false }],
    ['a tuple', { type: 'array', prefixItems: [text], items: false }, { type: 'array', items: text, maxItems: 1 }],
    ['matching items', { type: 'array', items: text, minItems: 2 }, { type: 'array', contains: text, minContains: 2 }],
    [
      'fields of a pattern',
      object({}, { patternProperties: { '^x': text }, additionalProperties: false }),
      object({ x: text }, { patternProperties: { '^x': {} }, additionalProperties: false }),
    ],
    ['unevaluated fields', object({ a: text }, { unevaluatedProperties: false }), object({ a: text }, { additionalProperties: false })],
    [
      'unevaluated fields beside allOf',
      { allOf: [object({ a: text })], unevaluatedProperties: false },
      object({ a: {} }, { additionalProperties: false }),
    ],
    ['a needed field', object({ a: text }, { required: ['a', 'b'] }), { dependentRequired: { a: ['b'] } }],
    ['names of fields', closed({ a: text }), { propertyNames: { maxLength: 1 } }],
    [
      'draft 7',
      { $schema: 'http://json-schema.org/draft-07/schema#', type: 'array', items: [text], additionalItems: false },
      { type: 'array', prefixItems: [text], maxItems: 1 },
    ],
    ['nothing at all', false, text],
    ['a contradiction', object({ a: false }, { required: ['a'] }), text],
  ])('%s', (_name, narrow, wide) => {
    expect(said(narrow, wide)).toEqual([]);
  });
});

describe('what differs', () => {
  test.each<[Json, Json, string[]]>([
    [{ type: ['string', 'number'] }, text, ['a number']],
    [{ type: ['string', 'null'] }, text, ['null']],
    [{ type: 'number' }, { type: 'integer' }, ['a number that is not whole']],
    [{ enum: ['a', 'b'] }, { enum: ['a'] }, ['"b"']],
    [text, { enum: ['a'] }, ['a text that is not listed']],
    [{ type: 'number', minimum: 1 }, { type: 'number', minimum: 2, maximum: 9 }, ['a number below 2', 'a number above 9']],
    [
      text,
      { type: 'string', minLength: 1, maxLength: 9, pattern: 'x', format: 'date' },
      [
        'a text shorter than 1 characters',
        'a text longer than 9 characters',
        'a text that does not match `x`',
        'a text that is not of the format date',
      ],
    ],
    [{ type: 'string', pattern: 'x' }, { type: 'string', pattern: 'y' }, ['a text that matches `x` may not match `y`']],
    [object({ a: text }), object({ a: text }, { required: ['a'] }), ['an object without "a"']],
    [closed({ a: text, b: text }), closed({ a: text }), ['an object with "b"']],
    [object({}), object({}, { additionalProperties: false }), ['an object with fields of any name']],
    [
      object({ a: object({ b: { type: 'array', items: { type: 'number' } } }) }),
      object({ a: object({ b: { type: 'array', items: text } }) }),
      ['a: b: *: a number'],
    ],
    [{ anyOf: [object({ a: { type: 'number' } }), { type: 'null' }] }, { anyOf: [object({ a: text }), { type: 'null' }] }, ['a: a number']],
    [
      { type: 'array' },
      { type: 'array', minItems: 1, maxItems: 2, uniqueItems: true },
      ['a list of fewer than 1 items', 'a list of more than 2 items', 'a list that repeats an item'],
    ],
    [text, false, ['a text']],
    [text, { $ref: 'https://example.com/x' }, ['the reference "https://example.com/x" leads nowhere inside the schema']],
    [text, { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } }, ['the schemas are too intricate to compare']],
    [text, { $dynamicRef: '#x' }, ['`$dynamicRef` cannot be compared']],
    [{ type: 'number', multipleOf: 0.1 }, { type: 'number', multipleOf: 0.05 }, ['a number that is not a multiple of 0.05']],
  ])('%j against %j', (narrow, wide, violations) => {
    expect(said(narrow, wide)).toEqual(violations);
  });
});

describe('the proof', () => {
  const verdict = ajvVerdicts();

  test('never lets a document through that ajv refuses', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        expect(refutedProof(seed, verdict)).toBeUndefined();
      }),
      { numRuns: 10 },
    );
  });

  test('finds nothing between a schema and itself', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        expect(said(anySchema(seeded(seed)), anySchema(seeded(seed)))).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  test.each<[string, () => Json]>([
    ['a lattice of references', lattice],
    ['unions in unions', () => nested(6, (inner, level) => ({ anyOf: [inner, { allOf: [inner, { maxLength: level }] }, { not: inner }] }))],
    ['fields in fields', () => nested(90, (inner) => object({ a: text, b: inner }))],
    ['a thousand shapes', () => ({ anyOf: Array.from({ length: 1000 }, (_, index) => closed({ [`f${index}`]: text })) })],
    ['a thousand words', () => ({ enum: Array.from({ length: 1000 }, (_, index) => `w${index}`) })],
  ])(
    'ends soon on %s',
    (_name, make) => {
      const schema = make();
      const started = performance.now();
      schemaViolations(schema, object({ a: schema }));
      schemaViolations({ ...(schema as object), minLength: 2 } as Json, schema);
      expect(performance.now() - started).toBeLessThan(60_000);
    },
    90_000,
  );
});

function nested(levels: number, wrap: (inner: Json, level: number) => Json): Json {
  return Array.from({ length: levels }).reduce<Json>((inner, _, level) => wrap(inner, level), text);
}

/** Each definition names the next one twice: two to the sixtieth ways to the end. */
function lattice(): Json {
  const level = (index: number): Json => ({
    anyOf: [{ $ref: `#/$defs/d${index + 1}` }, { $ref: `#/$defs/d${index + 1}`, minLength: index }],
  });
  return { $ref: '#/$defs/d0', $defs: Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`d${index}`, level(index)])) };
}
