import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../src/base/json/canonical-json.ts';
import { declaredEndpoints } from '../support/declared-endpoints.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, unknown>>;
}

let registry: RunningRegistry;
let document: JsonObject & { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };
beforeAll(async () => {
  registry = await runningRegistry('SQLite');
  document = (await (await registry.request('/v1/openapi.json', { token: null })).json()) as typeof document;
}, 60_000);
afterAll(() => registry.stop());

/** `npm run generate` runs this file with `-u`. */
test('schemas/openapi.json is what the registry says of itself', async () => {
  await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot('../../schemas/openapi.json');
});

test('the document is OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
  expect(document.openapi).toMatch(/^3\.1\./);
});

test('a document with a mistake is told from one without', async () => {
  const { valid } = await new Validator().validate({ ...structuredClone(document), paths: { '/v1': { get: { responses: [] } } } });
  expect(valid).toBe(false);
});

test('names every endpoint once, each with its errors', () => {
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  const names = operations.map(({ operationId }) => operationId);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(declaredEndpoints.map(({ name }) => name)));
  expect(operations.filter(({ responses }) => !('default' in responses)).map(({ operationId }) => operationId)).toEqual([]);
});
