import { expect, test } from 'vitest';
import { schemaViolations } from '../../src/prompt/breaking/schema/compare-schemas.ts';
import { anySchema, seeded } from '../support/generated-schemas.ts';
import { ajvVerdicts, refutedProof } from '../support/refuted-proof.ts';

/** Another start looks at other schemas; a failure names its seed. */
const FIRST = Number(process.env.PROMPTLANE_SOAK_SEED ?? Date.now() % 1_000_000_000);
const SCHEMAS = 20_000;

test('thousands of proofs between schemas are refuted by no document', () => {
  const verdicts = ajvVerdicts();
  const refuted = Array.from({ length: SCHEMAS }, (_, index) => FIRST + index).flatMap((seed) => {
    const refutation = refutedProof(seed, verdicts);
    const schema = anySchema(seeded(seed));
    const self = schemaViolations(schema, schema);
    return refutation === undefined && self.length === 0 ? [] : [{ seed, refutation, self }];
  });
  expect(refuted).toEqual([]);
});
