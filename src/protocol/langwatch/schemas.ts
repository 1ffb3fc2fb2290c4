import * as z from 'zod';
import { isDeeperThan, MAX_JSON_DEPTH } from '../../base/json/json-depth.ts';
import { digestSchema, environmentNameSchema, jsonObjectSchema, messageSchema, promptIdSchema } from '../values.ts';

/** JSON that becomes part of a prompt's file. */
export const nestedSchema = jsonObjectSchema.refine((value) => !isDeeperThan(value, MAX_JSON_DEPTH), `nests deeper than ${MAX_JSON_DEPTH}`);

const message = z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() });
const input = z.strictObject({
  identifier: z.string().min(1).max(200),
  type: z.enum(['str', 'float', 'bool', 'image', 'list[str]', 'list[float]', 'list[int]', 'list[bool]', 'dict']),
});
const output = z.strictObject({
  identifier: z.string().min(1).max(200),
  type: z.enum(['str', 'float', 'bool', 'json_schema']),
  json_schema: nestedSchema.exactOptional(),
});
const responseFormat = z.strictObject({
  type: z.literal('json_schema'),
  json_schema: z.strictObject({ name: z.string().min(1).max(200), schema: nestedSchema }).nullable(),
});

const config = {
  model: z.string().min(1).max(500).exactOptional(),
  prompt: z.string().exactOptional(),
  messages: z.array(message).max(1000).exactOptional(),
  inputs: z.array(input).max(1000).exactOptional(),
  outputs: z.array(output).max(100).exactOptional(),
  temperature: z.number().exactOptional(),
};

export const commitMessageSchema = messageSchema.exactOptional();

/** What creating and updating say. */
export const langwatchEditSchema = z.strictObject({
  ...config,
  maxTokens: z.int().positive().exactOptional(),
  topP: z.number().exactOptional(),
  topK: z.number().exactOptional(),
  seed: z.int().exactOptional(),
  frequencyPenalty: z.number().exactOptional(),
  presencePenalty: z.number().exactOptional(),
  responseFormat: responseFormat.exactOptional(),
  parameters: nestedSchema.exactOptional(),
  commitMessage: commitMessageSchema,
  authorId: z.string().nullable().exactOptional(),
  schemaVersion: z.literal('1.0').exactOptional(),
  scope: z.enum(['PROJECT', 'ORGANIZATION']).exactOptional(),
  handle: promptIdSchema.exactOptional(),
  tags: z.array(environmentNameSchema).max(50).exactOptional(),
});

/** What a sync says: `prompt` is the system message, `messages` the others. */
export const langwatchConfigDataSchema = z.strictObject({
  ...config,
  max_tokens: z.int().positive().exactOptional(),
  top_p: z.number().exactOptional(),
  top_k: z.number().exactOptional(),
  seed: z.int().exactOptional(),
  frequency_penalty: z.number().exactOptional(),
  presence_penalty: z.number().exactOptional(),
  min_p: z.number().exactOptional(),
  repetition_penalty: z.number().exactOptional(),
  reasoning: z.string().exactOptional(),
  reasoning_effort: z.string().exactOptional(),
  thinkingLevel: z.string().exactOptional(),
  effort: z.string().exactOptional(),
  verbosity: z.string().exactOptional(),
  response_format: responseFormat.exactOptional(),
});

/** A prompt at one version. */
export const langwatchPromptSchema = z.looseObject({
  id: promptIdSchema,
  handle: promptIdSchema,
  scope: z.literal('PROJECT'),
  name: z.string(),
  projectId: z.string(),
  organizationId: z.string(),
  versionId: digestSchema,
  version: z.int().positive(),
  authorId: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  commitMessage: z.string().nullable(),
  model: z.string(),
  prompt: z.string(),
  messages: z.array(message),
  inputs: z.array(input),
  outputs: z.array(output),
  tags: z.array(z.object({ name: z.string(), versionId: digestSchema })),
  /** What this shape cannot say of the prompt, as field paths. */
  unsaid: z.array(z.string()),
});

/** The error body of LangWatch, with our code. Its clients show `error`. */
export const langwatchErrorSchema = z.object({
  error: z.string(),
  message: z.string(),
  code: z.string(),
  statusCode: z.int(),
  requestId: z.string(),
  details: jsonObjectSchema.exactOptional(),
});

export type LangwatchPromptView = z.output<typeof langwatchPromptSchema>;
export type LangwatchConfigData = z.output<typeof langwatchConfigDataSchema>;
export type LangwatchEdit = z.output<typeof langwatchEditSchema>;
