import { describe, expect, test } from 'vitest';
import { readGuardrailSet } from './read-guardrail-set.ts';

const read = (text: string) => readGuardrailSet({ file: 'brand.guardrail.yaml', text });
const places = (text: string) => read(text).diagnostics.map(({ range, rule }) => `${range.line}:${range.column} ${rule}`);

describe('readGuardrailSet', () => {
  test('gives the checks in their order', () => {
    const text =
      'name: Brand voice\ndescription: What we never say.\nchecks:\n  - { uses: not-contains, value: cheap }\n  - { uses: max-length, value: 900 }\n';
    expect(read(text)).toEqual({
      content: {
        checks: [
          { uses: 'not-contains', value: 'cheap' },
          { uses: 'max-length', value: 900 },
        ],
      },
      id: undefined,
      diagnostics: [],
    });
  });

  test('takes the id that the file gives itself', () => {
    expect(read('id: shared/brand\nchecks: [{ uses: is-json }]').id).toBe('shared/brand');
  });

  test('names an unknown check and wrong parameters', () => {
    expect(places('checks:\n  - { uses: contain, value: x }\n  - { uses: contains, value: 3 }\n  - { uses: is-json, value: 3 }\n')).toEqual(
      ['2:13 unknown-check', '3:30 wrong-value', '4:22 unknown-key'],
    );
  });

  test('refuses a set inside a set', () => {
    expect(places('checks:\n  - { uses: shared/other }\n')).toEqual(['2:13 nested-guardrail-set']);
  });

  test('refuses a file without checks', () => {
    expect(places('name: Brand\n')).toEqual(['1:1 missing-key']);
    expect(places('')).toEqual(['1:1 wrong-value']);
    expect(read('checks: []').content).toBeUndefined();
  });
});
