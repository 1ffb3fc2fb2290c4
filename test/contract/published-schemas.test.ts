import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { promptFileJsonSchema } from '../../src/prompt/schema/json-schema.ts';
import { PUBLISHED_SCHEMAS } from '../support/published-schemas.ts';

/** `npm run generate` runs this file with `-u`: the published schemas are written from src and nowhere else. */
describe.each(PUBLISHED_SCHEMAS)('schemas/%s.schema.json', (name, make) => {
  const schema = make() as Part;

  test('is the schema that such files are checked against', async () => {
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(`../../schemas/${name}.schema.json`);
  });

  test('describes every key of the file, for hovers', () => {
    const bare = Object.entries(schema.properties ?? {}).flatMap(([key, part]) => (part.description ? [] : [key]));
    expect(bare).toEqual([]);
  });

  test('offers only snippets that an editor can write, each with a label and a word about it', () => {
    const snippets = [...snippetsOf(schema)];
    expect(snippets.length).toBeGreaterThan(0);
    expect(snippets.filter(({ label, description, body }) => !label || !description || body === undefined)).toEqual([]);
  });
});

interface Part {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Part>>;
  readonly defaultSnippets?: readonly { readonly label: string; readonly description: string; readonly body: unknown }[];
}

function* snippetsOf(part: Part): Generator<NonNullable<Part['defaultSnippets']>[number]> {
  yield* part.defaultSnippets ?? [];
  for (const inner of Object.values(part)) if (typeof inner === 'object' && inner !== null) yield* snippetsOf(inner as Part);
}

describe('the published schema of prompt files', () => {
  const accepts = new Ajv({ strict: false }).compile(promptFileJsonSchema());
  const folder = new URL('../../fixtures/prompts/valid/', import.meta.url);
  const messages = [{ role: 'user', content: 'Hello' }];

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
});
