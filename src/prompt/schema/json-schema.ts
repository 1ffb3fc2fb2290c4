import * as z from 'zod';
import { CHECK_NAMES, CHECKS } from '../check/checks.ts';
import { PROMPT_ID_LENGTH, PROMPT_ID_PATTERN } from '../prompt.ts';
import { guardrailSetFile } from './guardrail-set-file.ts';
import { guardrail, promptFile } from './prompt-file.ts';
import { PROMPT_SNIPPETS } from './prompt-snippets.ts';
import { kindSchema, offerKinds, type PublishedSchema, publishedSchema } from './published-schema.ts';

/** The JSON Schema of prompt files, for editors: completion, hovers, red lines while typing. */
export function promptFileJsonSchema(): PublishedSchema {
  return publishedSchema(promptFile, {
    title: 'Promptlane prompt file',
    // Other keys are free here because foreign files are welcome; `promptlane check` knows which are mistakes.
    description: 'A prompt: messages, model, inputs, output and guardrails. Reads GitHub Models and LangWatch prompt files too.',
    snippets: PROMPT_SNIPPETS,
    override(source, schema) {
      if (source === guardrail) offerKinds(schema, [...checkKinds(), GUARDRAIL_SET]);
    },
  });
}

/** The JSON Schema of guardrail sets, for editors. */
export function guardrailSetJsonSchema(): PublishedSchema {
  return publishedSchema(guardrailSetFile, {
    title: 'Promptlane guardrail set',
    description: 'Checks that several prompts share: `guardrails: [{ uses: shared/brand }]`.',
    snippets: { 'properties.checks.items': PROMPT_SNIPPETS['properties.guardrails.items'] },
    override(source, schema) {
      if (source === guardrail) offerKinds(schema, checkKinds());
    },
  });
}

/** An id with a `/`. */
const SET_ID = `^(?=.{1,${PROMPT_ID_LENGTH}}$)(?=.*/)${PROMPT_ID_PATTERN.source.slice(1)}`;

const GUARDRAIL_SET = {
  title: 'guardrail set',
  properties: { uses: { type: 'string', pattern: SET_ID, description: 'The id of a guardrail set.' } },
  required: ['uses'],
  additionalProperties: false,
};

function checkKinds(): PublishedSchema[] {
  return CHECK_NAMES.map((name) => kindSchema(name, CHECKS[name].about, z.strictObject(CHECKS[name].parameters)));
}
