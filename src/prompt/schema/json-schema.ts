import * as z from 'zod';
import { CHECK_NAMES, CHECKS } from '../check/checks.ts';
import { guardrail, promptFile } from './prompt-file.ts';

/** A JSON Schema as it is published. */
export type PublishedSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema of prompt files, for editors: completion, hovers, red lines while typing.
 *
 * Draft 7, because that is what the YAML extensions of editors read everywhere, and what the public
 * schema of GitHub's prompt files is written in; newer drafts would give nothing here.
 */
export function promptFileJsonSchema(): PublishedSchema {
  const { $schema, ...schema } = z.toJSONSchema(promptFile, {
    target: 'draft-07',
    io: 'input',
    override({ zodSchema, jsonSchema }) {
      dropNoise(jsonSchema);
      if (zodSchema === guardrail) Object.assign(jsonSchema, { anyOf: [...CHECK_NAMES.map(checkJsonSchema), GUARDRAIL_SET] });
    },
  });
  return {
    $schema,
    title: 'Promptlane prompt file',
    description: 'A prompt: messages, model, inputs, output and guardrails. Reads GitHub Models and LangWatch prompt files too.',
    // Other keys are free here because foreign files are welcome; `promptlane check` knows which are mistakes.
    ...schema,
  };
}

/** Leaves out what says only that keys are texts and whole numbers are safe: true of every file that can be read. */
function dropNoise(schema: z.core.JSONSchema.BaseSchema): void {
  delete schema.propertyNames;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
}

const GUARDRAIL_SET = {
  description: 'A guardrail set, by its id.',
  properties: { uses: { type: 'string', pattern: '/' } },
  required: ['uses'],
};

function checkJsonSchema(name: (typeof CHECK_NAMES)[number]): PublishedSchema {
  const { about, parameters } = CHECKS[name];
  const { $schema: _, ...schema } = z.toJSONSchema(z.strictObject({ uses: z.literal(name), ...parameters }), {
    target: 'draft-07',
    io: 'input',
  });
  return { description: about, ...schema };
}
