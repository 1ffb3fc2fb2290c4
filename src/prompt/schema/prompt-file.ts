import * as z from 'zod';
import { PROMPT_ID_LENGTH, PROMPT_ID_PATTERN, ROLES } from '../prompt.ts';

const freeMapping = z.record(z.string(), z.unknown());
/** The id of a prompt, a partial or a guardrail set; a pattern, because editors read it too. */
export const promptId = z
  .string()
  .regex(
    new RegExp(`^(?=.{1,${PROMPT_ID_LENGTH}}$)${PROMPT_ID_PATTERN.source.slice(1)}`),
    'must be names of letters, digits, `_`, `.` and `-`, joined by `/`',
  );

const message = z.looseObject({
  role: z.enum(ROLES).describe('Who speaks. `placeholder` is a slot for earlier messages, filled by name.'),
  content: z.string().min(1).describe('The text, a template. Write long texts as a block after `|-`.').optional(),
  name: z.string().min(1).describe('The name of a placeholder, or of the speaker.').optional(),
  toolCallId: z.string().min(1).describe('On a `tool` message: the call that it answers.').optional(),
  toolCalls: z.array(freeMapping).describe("On an `assistant` message: the calls that it makes, in OpenAI's shape.").optional(),
});

/** Model parameters by their canonical names. */
const modelParameters = z.looseObject({
  temperature: z.number().min(0).describe('How freely the model chooses; 0 is the least.').optional(),
  topP: z.number().min(0).max(1).describe('Nucleus sampling: the share of probability to choose from.').optional(),
  topK: z.int().min(0).describe('How many of the likeliest tokens to choose from.').optional(),
  maxTokens: z.int().min(1).describe('The longest answer, in tokens.').optional(),
  stop: z
    .union([z.string().min(1), z.array(z.string().min(1))])
    .describe('Texts that end the answer.')
    .optional(),
  seed: z.int().describe('Makes the sampling repeatable where the provider can.').optional(),
  frequencyPenalty: z.number().describe('Makes repeated tokens less likely.').optional(),
  presencePenalty: z.number().describe('Makes tokens that were there before less likely.').optional(),
  reasoningEffort: z.string().min(1).describe('How much a reasoning model thinks, in the words of its provider.').optional(),
  extra: freeMapping.describe('Passed to the provider as it stands.').optional(),
});

const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'] as const;
const count = z.int().min(0).optional();

/** A declared variable: a subset of JSON Schema, with `required` on the variable itself. */
const inputSpec = z.strictObject({
  type: z
    .union([z.enum(TYPES), z.array(z.enum(TYPES)).min(1)])
    .describe('The type of the value.')
    .optional(),
  required: z.boolean().describe('Whether the caller must give a value.').optional(),
  default: z.unknown().describe('The value when the caller gives none.').optional(),
  description: z.string().describe('For people; not part of the version.').optional(),
  enum: z.array(z.unknown()).min(1).optional(),
  const: z.unknown().optional(),
  minLength: count,
  maxLength: count,
  pattern: z.string().optional(),
  format: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
  multipleOf: z.number().positive().optional(),
  items: freeMapping.optional(),
  minItems: count,
  maxItems: count,
  uniqueItems: z.boolean().optional(),
  properties: z.record(z.string(), freeMapping).optional(),
  additionalProperties: z.union([z.boolean(), freeMapping]).optional(),
});

/** A guardrail; the parameters that each check takes stand in `prompt/check`. */
export const guardrail = z.looseObject({
  uses: z.string().min(1).describe('The name of a check, or the id of a guardrail set (with a `/`).'),
});

const tool = z.looseObject({
  type: z.string().min(1).optional(),
  function: z.looseObject({ name: z.string().min(1), description: z.string().optional(), parameters: freeMapping.optional() }).optional(),
});

const expectation = z.string().optional();
const evaluator = z.looseObject({
  name: z.string().min(1),
  string: z.looseObject({ equals: expectation, contains: expectation, startsWith: expectation, endsWith: expectation }).optional(),
});

const RESPONSE_FORMATS = ['text', 'json_object', 'json_schema'] as const;

/** A response format by its name. */
const responseFormat = z.enum(RESPONSE_FORMATS);

/** The JSON Schema of the answer in the envelope that providers take. */
export const outputSchema = z.looseObject({
  name: z.string().min(1).optional(),
  description: z.string().optional(),
  strict: z.boolean().optional(),
  schema: freeMapping,
});

/**
 * What a prompt file may hold: the single source of the checks, of the published JSON Schema and of its hovers.
 *
 * Loose where people's own keys are allowed; which unknown keys are mistakes is decided in `document/`.
 */
export const promptFile = z.looseObject({
  id: promptId.describe('The id of the prompt. Default: the path below the prompt root, without the suffix.').optional(),
  name: z.string().min(1).describe('A title for people.').optional(),
  description: z.string().describe('What the prompt does, for people.').optional(),
  model: z.string().min(1).describe('`provider/model`, for example `openai/gpt-4o-mini`.').optional(),
  modelParameters: modelParameters.describe('Sampling and limits. Other spellings (`max_tokens`) are read too.').optional(),
  responseFormat: responseFormat.describe('The form of the answer.').optional(),
  jsonSchema: z
    .union([z.string().min(1), freeMapping])
    .describe('The schema of the answer, as a mapping or as JSON in a text: `{name, strict, schema}`, or the schema alone.')
    .optional(),
  template: z
    .enum(['liquid', 'simple', 'none'])
    .describe('The template language. `simple` knows only `{{name}}`; `none` is literal. Default: `liquid`.')
    .optional(),
  messages: z.array(message).min(1).describe('The conversation that is sent.'),
  inputs: z.record(z.string(), inputSpec).describe('The variables that the messages use. When given, all must be declared.').optional(),
  tools: z.array(tool).describe("Functions that the model may call, in OpenAI's shape.").optional(),
  toolChoice: z
    .union([z.enum(['auto', 'none', 'required']), freeMapping])
    .describe('Whether and which tool must be called.')
    .optional(),
  guardrails: z.array(guardrail).describe('What every answer must satisfy, at run time and in evals.').optional(),
  risk: z.enum(['low', 'medium', 'high']).describe('How much harm a wrong answer does; policies may ask more of `high`.').optional(),
  tags: z.array(z.string().min(1)).describe('Words to find the prompt by.').optional(),
  owners: z.array(z.string().min(1)).describe('Who answers for the prompt.').optional(),
  metadata: freeMapping.describe('Anything of your own; not part of the version.').optional(),
  aliases: z.array(promptId).describe('Former ids of the prompt.').optional(),
  testData: z.array(freeMapping).describe('Smoke tests: one row of variables each, with what is `expected`.').optional(),
  evaluators: z.array(evaluator).describe('Checks of the answers to `testData`.').optional(),
  parameters: freeMapping.describe('LangWatch: free JSON for the application.').optional(),
  response_format: z
    .union([
      responseFormat,
      z.looseObject({ type: responseFormat, json_schema: z.unknown().optional() }),
      z.strictObject(outputSchema.shape),
    ])
    .describe("LangWatch: the form of the answer, in OpenAI's words or as the schema alone: `{name, schema}`.")
    .optional(),
});

/** A prompt file that is as the schema says. */
export type PromptFile = z.infer<typeof promptFile>;
