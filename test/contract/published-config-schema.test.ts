import { expect, test } from 'vitest';
import { configJsonSchema } from '../../src/workspace/config/config-json-schema.ts';

test('schemas/config.schema.json is the schema that configs are checked against', async () => {
  await expect(`${JSON.stringify(configJsonSchema(), null, 2)}\n`).toMatchFileSnapshot('../../schemas/config.schema.json');
});
