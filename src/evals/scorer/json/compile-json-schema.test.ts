import { expect, test } from 'vitest';
import { compileJsonSchema } from './compile-json-schema.ts';

test('a pattern in a schema is matched in linear time', () => {
  expect(compileJsonSchema({ type: 'string', pattern: '^(a|a)*$' })(`${'a'.repeat(30_000)}b`)).toContain('must match pattern');
});
