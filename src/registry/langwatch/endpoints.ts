import * as z from 'zod';
import { isJsonObject, type JsonObject } from '../../base/json/canonical-json.ts';
import { LANGWATCH_INPUT_TYPES, LANGWATCH_OUTPUT_TYPES, LANGWATCH_ROLES } from '../../formats/langwatch/api/langwatch-config.ts';
import { endpoint } from '../../protocol/endpoint.ts';

/**
 * The prompt routes of LangWatch's API that a sync needs, as LangWatch documents them.
 *
 * Answers are read with tolerance: its servers differ in age, and say more than is used here.
 */
const base = '/api/prompts';

const jsonObject = z.custom<JsonObject>(isJsonObject);
const number = z
  .number()
  .nullish()
  .transform((value) => value ?? undefined);

const responseFormat = z.object({
  type: z.literal('json_schema'),
  json_schema: z.object({ name: z.string(), schema: jsonObject }).nullable(),
});

/** One version of a prompt. */
export const remoteVersionSchema = z.object({
  /** Drafts of its playground have none. */
  handle: z.string().nullable(),
  scope: z.string(),
  versionId: z.string(),
  version: z.int(),
  createdAt: z.iso.datetime({ offset: true }),
  authorId: z.string().nullish(),
  author: z.object({ id: z.string(), name: z.string().nullable() }).nullish(),
  commitMessage: z.string().nullish(),
  model: z.string(),
  prompt: z.string().default(''),
  messages: z.array(z.object({ role: z.enum(LANGWATCH_ROLES), content: z.string() })).default([]),
  inputs: z.array(z.object({ identifier: z.string(), type: z.enum(LANGWATCH_INPUT_TYPES) })).default([]),
  outputs: z
    .array(z.object({ identifier: z.string(), type: z.enum(LANGWATCH_OUTPUT_TYPES), json_schema: jsonObject.exactOptional() }))
    .default([]),
  temperature: number,
  maxTokens: number,
  topP: number,
  topK: number,
  seed: number,
  frequencyPenalty: number,
  presencePenalty: number,
  responseFormat: responseFormat.nullish(),
  parameters: jsonObject.nullish(),
  tags: z.array(z.object({ name: z.string() })).default([]),
});
export type RemoteVersion = z.output<typeof remoteVersionSchema>;

const handleParams = z.object({ handle: z.string() });

/** A version of a list that this program cannot read does not hide the others. */
const eachReadable = z.array(z.unknown());

export const listRemote = endpoint({
  name: 'listPrompts',
  summary: 'All prompts, each at its newest version',
  method: 'GET',
  path: base,
  permission: 'prompts:read',
  reply: z.array(z.object({ handle: z.string().nullable(), scope: z.string() })),
  retryable: true,
});

export const remoteVersions = endpoint({
  name: 'listVersions',
  summary: 'The versions of a prompt',
  method: 'GET',
  path: `${base}/:handle/versions`,
  permission: 'prompts:read',
  params: handleParams,
  reply: eachReadable,
  retryable: true,
});

export const syncRemote = endpoint({
  name: 'syncPrompt',
  summary: 'Store the next version, unless the newest one is another than `localVersion`',
  method: 'POST',
  path: `${base}/:handle/sync`,
  permission: 'prompts:write',
  params: handleParams,
  body: z.object({
    configData: jsonObject,
    parameters: jsonObject,
    localVersion: z.int().exactOptional(),
    commitMessage: z.string(),
  }),
  reply: z.object({ action: z.enum(['created', 'updated', 'conflict', 'up_to_date']), prompt: remoteVersionSchema.exactOptional() }),
  // The second of two tries would find the version of the first, and call it a conflict.
  retryable: false,
});

export const updateRemote = endpoint({
  name: 'updatePrompt',
  summary: 'Store the next version: the newest one with what is given changed',
  method: 'PUT',
  path: `${base}/:handle`,
  permission: 'prompts:write',
  params: handleParams,
  body: z.object({ commitMessage: z.string() }),
  reply: z.object({ version: z.int(), versionId: z.string() }),
  retryable: false,
});

export const restoreRemote = endpoint({
  name: 'restoreVersion',
  summary: 'Make an earlier version the newest again',
  method: 'POST',
  path: `${base}/:handle/versions/:version/restore`,
  permission: 'prompts:write',
  params: handleParams.extend({ version: z.string() }),
  reply: z.unknown(),
  retryable: false,
});

export const listRemoteTags = endpoint({
  name: 'listTags',
  summary: 'The tags that there are',
  method: 'GET',
  path: `${base}/tags`,
  permission: 'environments:read',
  reply: z.array(z.object({ name: z.string() })),
  retryable: true,
});

export const assignRemoteTag = endpoint({
  name: 'assignTag',
  summary: 'Put a tag on a version',
  method: 'PUT',
  path: `${base}/:handle/tags/:tag`,
  permission: 'pins:move',
  params: handleParams.extend({ tag: z.string() }),
  body: z.object({ versionId: z.string() }),
  reply: z.unknown(),
  retryable: true,
});
