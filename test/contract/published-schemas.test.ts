import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { promptFileJsonSchema } from '../../src/prompt/schema/json-schema.ts';

/** `npm run generate` runs this file with `-u`: the published schemas are written from src and nowhere else. */
const published = (schema: object) => `${JSON.stringify(schema, null, 2)}\n`;

describe('the published schema of prompt files', () => {
  const accepts = new Ajv({ strict: false }).compile(promptFileJsonSchema());
  const folder = new URL('../../fixtures/prompts/valid/', import.meta.url);
  const messages = [{ role: 'user', content: 'Hello' }];

  test('is the one generated from src', async () => {
    await expect(published(promptFileJsonSchema())).toMatchFileSnapshot('../../schemas/prompt.schema.json');
  });

  test.each(readdirSync(folder))('accepts %s', (file) => {
    const isAccepted = accepts(parse(readFileSync(new URL(file, folder), 'utf8')));
    expect(isAccepted, JSON.stringify(accepts.errors)).toBe(true);
  });

  test('knows the parameters of each check', () => {
    expect(accepts({ messages, guardrails: [{ uses: 'max-length', value: 10 }, { uses: 'shared/brand' }] })).toBe(true);
    expect(accepts({ messages, guardrails: [{ uses: 'max-length', value: 'ten' }] })).toBe(false);
    expect(accepts({ messages, guardrails: [{ uses: 'not-contain', value: 'x' }] })).toBe(false);
  });

  test.each([
    ['an empty text of a message', { messages: [{ role: 'user', content: '' }] }],
    ['a model that is no text', { messages, model: { name: 'gpt' } }],
    ['model parameters that are no mapping', { messages, modelParameters: [] }],
    ['test data that is no list of mappings', { messages, testData: ['row'] }],
    ['evaluators that are no list of mappings', { messages, evaluators: ['contains'] }],
  ])('keeps the shapes of the public schema of GitHub prompt files: refuses %s', (_what, file) => {
    expect(accepts(file)).toBe(false);
  });

  test('describes every top-level key, for hovers', () => {
    const properties = promptFileJsonSchema().properties as Record<string, { description?: string }>;
    expect(Object.keys(properties).filter((key) => !properties[key]?.description)).toEqual([]);
  });
});
