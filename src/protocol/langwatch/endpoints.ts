import * as z from 'zod';
import { endpoint } from '../endpoint.ts';
import {
  digestSchema,
  environmentNameSchema,
  jsonObjectSchema,
  projectNameSchema,
  projectParams,
  promptIdSchema,
  promptParams,
} from '../values.ts';
import { commitMessageSchema, langwatchConfigDataSchema, langwatchEditSchema, langwatchPromptSchema, nestedSchema } from './schemas.ts';

/**
 * The prompt routes of LangWatch's API, as its CLI and its SDKs call them.
 *
 * Clients reach them under `/api/prompts`, or under `/langwatch/<project>/api/prompts` for another project; see
 * `src/server/compat/langwatch/our-url.ts`. Handles are prompt ids, version ids digests, tags environments.
 */
const base = '/v1/projects/:project/langwatch/prompts';

export const langwatchList = endpoint({
  name: 'langwatchList',
  summary: 'LangWatch: all prompts at their newest version; those that its shape cannot say are left out',
  method: 'GET',
  path: base,
  permission: 'prompts:read',
  params: projectParams,
  reply: z.array(langwatchPromptSchema),
  retryable: true,
});

export const langwatchCreate = endpoint({
  name: 'langwatchCreate',
  summary: 'LangWatch: store the first version of a prompt',
  method: 'POST',
  path: base,
  permission: 'prompts:write',
  params: projectParams,
  body: langwatchEditSchema.extend({ handle: promptIdSchema }),
  reply: langwatchPromptSchema,
  retryable: false,
});

export const langwatchRead = endpoint({
  name: 'langwatchRead',
  summary: 'LangWatch: a prompt at its newest version, a version or a tag: `handle`, `handle:3`, `handle:production`',
  method: 'GET',
  path: `${base}/:handle`,
  permission: 'prompts:read',
  params: z.strictObject({ project: projectNameSchema, handle: z.string().min(1).max(300) }),
  query: z.strictObject({ version: z.coerce.number().int().positive().exactOptional(), tag: z.string().min(1).max(100).exactOptional() }),
  reply: langwatchPromptSchema,
  retryable: true,
});

export const langwatchUpdate = endpoint({
  name: 'langwatchUpdate',
  summary: 'LangWatch: store the next version of a prompt; what is not given stays',
  method: 'PUT',
  path: `${base}/:prompt`,
  permission: 'prompts:write',
  params: promptParams,
  body: langwatchEditSchema,
  reply: langwatchPromptSchema,
  retryable: true,
});

export const langwatchDelete = endpoint({
  name: 'langwatchDelete',
  summary: 'LangWatch: refused, because versions are never deleted',
  method: 'DELETE',
  path: `${base}/:prompt`,
  permission: 'prompts:write',
  params: promptParams,
  reply: z.object({ success: z.boolean() }),
  retryable: true,
});

export const langwatchVersions = endpoint({
  name: 'langwatchVersions',
  summary: 'LangWatch: the versions of a prompt, newest first',
  method: 'GET',
  path: `${base}/:prompt/versions`,
  permission: 'prompts:read',
  params: promptParams,
  reply: z.array(langwatchPromptSchema),
  retryable: true,
});

export const langwatchRestore = endpoint({
  name: 'langwatchRestore',
  summary: 'LangWatch: make an earlier version the newest again',
  method: 'POST',
  path: `${base}/:prompt/versions/:digest/restore`,
  permission: 'prompts:write',
  params: promptParams.extend({ digest: digestSchema }),
  reply: langwatchPromptSchema,
  retryable: true,
});

export const langwatchSync = endpoint({
  name: 'langwatchSync',
  summary: 'LangWatch: store what a file says unless someone else stored something since',
  method: 'POST',
  path: `${base}/:prompt/sync`,
  permission: 'prompts:write',
  params: promptParams,
  body: z.strictObject({
    configData: langwatchConfigDataSchema,
    parameters: nestedSchema.exactOptional(),
    localVersion: z.int().nonnegative().exactOptional(),
    commitMessage: commitMessageSchema,
  }),
  reply: z.object({
    action: z.enum(['created', 'updated', 'conflict', 'up_to_date']),
    prompt: langwatchPromptSchema.exactOptional(),
    conflictInfo: z
      .object({
        localVersion: z.int(),
        remoteVersion: z.int(),
        differences: z.array(z.string()),
        remoteConfigData: jsonObjectSchema,
      })
      .exactOptional(),
  }),
  retryable: true,
});

export const langwatchTag = endpoint({
  name: 'langwatchTag',
  summary: 'LangWatch: serve a version in an environment, if its policy allows',
  method: 'PUT',
  path: `${base}/:prompt/tags/:environment`,
  permission: 'pins:move',
  params: promptParams.extend({ environment: environmentNameSchema }),
  body: z.strictObject({ versionId: digestSchema }),
  reply: z.object({ configId: promptIdSchema, versionId: digestSchema, tag: environmentNameSchema, updatedAt: z.iso.datetime() }),
  retryable: true,
});

const tagReply = z.object({ id: environmentNameSchema, name: environmentNameSchema });
const tagNameBody = z.strictObject({ name: z.string().min(1).max(200) });
const tagParams = z.strictObject({ project: projectNameSchema, tag: z.string().min(1).max(200) });

export const langwatchTags = endpoint({
  name: 'langwatchTags',
  summary: 'LangWatch: the tags, which are the environments',
  method: 'GET',
  path: `${base}/tags`,
  permission: 'environments:read',
  params: projectParams,
  reply: z.array(tagReply),
  retryable: true,
});

export const langwatchCreateTag = endpoint({
  name: 'langwatchCreateTag',
  summary: 'LangWatch: refused, because environments have an order and a policy that this cannot say',
  method: 'POST',
  path: `${base}/tags`,
  permission: 'environments:configure',
  params: projectParams,
  body: tagNameBody,
  reply: tagReply,
  retryable: true,
});

export const langwatchRenameTag = endpoint({
  name: 'langwatchRenameTag',
  summary: 'LangWatch: refused, because environments have an order and a policy that this cannot say',
  method: 'PUT',
  path: `${base}/tags/:tag`,
  permission: 'environments:configure',
  params: tagParams,
  body: tagNameBody,
  reply: tagReply,
  retryable: true,
});

export const langwatchDeleteTag = endpoint({
  name: 'langwatchDeleteTag',
  summary: 'LangWatch: refused, because environments have an order and a policy that this cannot say',
  method: 'DELETE',
  path: `${base}/tags/:tag`,
  permission: 'environments:configure',
  params: tagParams,
  reply: z.object({ success: z.boolean() }),
  retryable: true,
});
