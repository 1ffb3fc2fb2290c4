import * as z from 'zod';
import { type PublishedSchema, publishedSchema } from '../../prompt/schema/published-schema.ts';
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

/** Gives a list of scorers what each one takes; used wherever a file names scorers. */
export function describeScorers(source: z.core.$ZodType, schema: z.core.JSONSchema.BaseSchema): void {
  if (source === scorerEntry) Object.assign(schema, { anyOf: SCORER_NAMES.map(scorerJsonSchema) });
}

function scorerJsonSchema(uses: string): PublishedSchema {
  const { $schema: _, ...parameters } = z.toJSONSchema(scorerParameters(uses) ?? z.never(), { target: 'draft-07', io: 'input' });
  return {
    description: scorerAbout(uses),
    ...parameters,
    properties: { id: { type: 'string' }, uses: { const: uses }, ...parameters.properties },
    required: ['uses', ...(parameters.required ?? [])],
  };
}
