import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Json } from '../../src/base/json/canonical-json.ts';
import { schemaViolations } from '../../src/prompt/breaking/schema/compare-schemas.ts';
import { anyDocument, anySchema, likelyDocument, mutatedSchema, seeded } from './generated-schemas.ts';

/** A document that one schema lets through and the other refuses, though none was said to exist. */
export interface Refutation {
  readonly narrow: Json;
  readonly wide: Json;
  readonly document: Json;
}

/** Whether a document satisfies a schema; nothing where ajv cannot say. */
type Verdicts = (schema: Json) => ((document: Json) => boolean) | undefined;

/** Ajv as the judge of proofs. It compiles no reference that leads nowhere, or only to itself. */
export function ajvVerdicts(): Verdicts {
  return (schema) => {
    const ajv = new Ajv2020({ strict: false, logger: false });
    addFormats.default(ajv);
    try {
      return ajv.compile(schema as object);
    } catch (error) {
      if (error instanceof RangeError || (error instanceof Error && error.message.startsWith("can't resolve"))) return undefined;
      throw error;
    }
  };
}

const DOCUMENTS = 12;

/** Compares a generated schema with one that is a few changes away, both ways, and looks for a document that refutes a proof. */
export function refutedProof(seed: number, verdictsOf: Verdicts): Refutation | undefined {
  const random = seeded(seed);
  const before = anySchema(random);
  const after = mutatedSchema(random, mutatedSchema(random, before));
  for (const [narrow, wide] of [
    [before, after],
    [after, before],
  ] as const) {
    if (schemaViolations(narrow, wide).length > 0) continue;
    const [satisfiesNarrow, satisfiesWide] = [verdictsOf(narrow), verdictsOf(wide)];
    if (!satisfiesNarrow || !satisfiesWide) continue;
    for (let round = 0; round < DOCUMENTS; round += 1) {
      const document = round % 3 === 0 ? anyDocument(random, 3) : likelyDocument(random, round % 3 === 1 ? narrow : wide);
      if (isTrue(satisfiesNarrow, document) && isFalse(satisfiesWide, document)) return { narrow, wide, document };
    }
  }
  return undefined;
}

const isTrue = (check: (document: Json) => boolean, document: Json): boolean => decided(check, document) === true;
const isFalse = (check: (document: Json) => boolean, document: Json): boolean => decided(check, document) === false;

/** Ajv loops on a schema that refers to itself in place. */
function decided(check: (document: Json) => boolean, document: Json): boolean | undefined {
  try {
    return check(document);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
