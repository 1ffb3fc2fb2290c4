import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { breakingDocument } from '../../src/cli/render/compare/breaking-document.ts';
import { diffDocument } from '../../src/cli/render/compare/diff-document.ts';
import { logDocument } from '../../src/cli/render/compare/log-document.ts';
import { evaluationsDocument } from '../../src/cli/render/evaluate/evaluations-document.ts';
import { ciDocument } from '../../src/workflows/ci/document/ci-document.ts';

/** `npm run generate` runs this file with `-u`: what `--json` prints is documented by a schema that is written from src. */
describe('the published schemas of what commands print', () => {
  test.each([
    ['diff', diffDocument],
    ['breaking', breakingDocument],
    ['ci', ciDocument],
    ['log', logDocument],
    ['eval', evaluationsDocument],
  ] as const)('%s --json is the one generated from src', async (name, document) => {
    const schema = { title: `promptlane ${name} --json`, ...z.toJSONSchema(document, { io: 'output' }) };
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(`../../schemas/${name}.schema.json`);
  });
});
