import * as z from 'zod';
import { endpoint } from './endpoint.ts';
import {
  cursorSchema,
  digestSchema,
  environmentNameSchema,
  pageQuery,
  projectParams,
  promptIdSchema,
  promptParams,
  storedKindSchema,
  textSchema,
  timeSchema,
} from './values.ts';

/** A prompt (or partial, or guardrail set) as lists show it. */
export const promptSchema = z.object({
  id: promptIdSchema,
  kind: storedKindSchema,
  name: z.string().exactOptional(),
  description: z.string().exactOptional(),
  tags: z.array(z.string()),
  owners: z.array(z.string()),
  latest: z.object({ digest: digestSchema, number: z.int().positive(), createdAt: timeSchema }),
  /** Where it is served, and as which version. */
  pins: z.record(environmentNameSchema, digestSchema),
});

export const listPrompts = endpoint({
  name: 'listPrompts',
  summary: 'Prompts, partials and guardrail sets by id',
  method: 'GET',
  path: '/v1/projects/:project/prompts',
  permission: 'prompts:read',
  params: projectParams,
  query: z.strictObject({
    /** A part of the id, the name or the description. */
    search: textSchema.min(1).max(200).exactOptional(),
    kind: storedKindSchema.exactOptional(),
    tag: textSchema.min(1).max(300).exactOptional(),
    owner: textSchema.min(1).max(300).exactOptional(),
    ...pageQuery.shape,
  }),
  reply: z.object({ prompts: z.array(promptSchema), next: cursorSchema.exactOptional() }),
  retryable: true,
});

export const readPrompt = endpoint({
  name: 'readPrompt',
  summary: 'One prompt with its newest version and where it is pinned',
  method: 'GET',
  path: '/v1/projects/:project/prompts/:prompt',
  permission: 'prompts:read',
  params: promptParams,
  reply: promptSchema,
  retryable: true,
});
