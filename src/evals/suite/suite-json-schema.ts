import * as z from 'zod';
import { kindSchema, offerKinds, type PublishedSchema, publishedSchema } from '../../prompt/schema/published-schema.ts';
import { SCORER_NAMES, scorerAbout, scorerParameters } from '../scorer/scorer-for.ts';
import { scorerEntry, suiteFileSchema } from './suite-schema.ts';
import { SCORER_SNIPPETS, SUITE_SNIPPETS } from './suite-snippets.ts';

/** The JSON Schema of suites, for editors. */
export function suiteJsonSchema(): PublishedSchema {
  return publishedSchema(suiteFileSchema, {
    title: 'Promptlane suite',
    description: 'An eval suite: which prompts answer which cases, how the answers are scored, and what a release must reach.',
    snippets: { ...SUITE_SNIPPETS, 'properties.scorers.items': SCORER_SNIPPETS },
    override: describeScorers,
  });
}

const ID = { id: { type: 'string', description: 'How the gate and the report name it. Default: what it uses.' } };

/** Gives a list of scorers what each one takes; used wherever a file names scorers. */
export function describeScorers(source: z.core.$ZodType, schema: z.core.JSONSchema.BaseSchema): void {
  if (source !== scorerEntry) return;
  const kinds = SCORER_NAMES.map((name) => kindSchema(name, scorerAbout(name) ?? '', scorerParameters(name) ?? z.never(), ID));
  offerKinds(schema, kinds);
}
