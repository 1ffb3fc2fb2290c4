import * as z from 'zod';
import { endpoint } from './endpoint.ts';
import {
  actorSchema,
  digestSchema,
  environmentNameSchema,
  environmentParams,
  messageSchema,
  projectParams,
  promptIdSchema,
  timeSchema,
} from './values.ts';

const pinned = z.array(z.object({ environment: environmentNameSchema, prompt: promptIdSchema }));

export const revokeVersion = endpoint({
  name: 'revokeVersion',
  summary: 'A content is never pinned anywhere again; answers where it still is',
  method: 'POST',
  path: '/v1/projects/:project/revocations',
  permission: 'versions:revoke',
  params: projectParams,
  body: z.strictObject({ prompt: promptIdSchema, digest: digestSchema, reason: messageSchema }),
  reply: z.object({ prompt: promptIdSchema, digest: digestSchema, reason: z.string(), by: actorSchema, time: timeSchema, pinned }),
  retryable: true,
});

const killSwitch = z.object({ prompt: promptIdSchema, reason: z.string(), by: actorSchema, since: timeSchema });
const killSwitchParams = environmentParams.extend({ prompt: promptIdSchema });
const killSwitches = '/v1/projects/:project/environments/:environment/kill-switches';

export const listKillSwitches = endpoint({
  name: 'listKillSwitches',
  summary: 'Prompts that applications are told not to use here',
  method: 'GET',
  path: killSwitches,
  permission: 'environments:read',
  params: environmentParams,
  reply: z.object({ killed: z.array(killSwitch) }),
  retryable: true,
});

export const killPrompt = endpoint({
  name: 'killPrompt',
  summary: 'Tell applications not to use a prompt here, whatever is pinned',
  method: 'PUT',
  path: `${killSwitches}/:prompt`,
  permission: 'pins:move',
  params: killSwitchParams,
  body: z.strictObject({ reason: messageSchema }),
  reply: killSwitch,
  retryable: true,
});

export const unkillPrompt = endpoint({
  name: 'unkillPrompt',
  summary: 'Let applications use a prompt here again',
  method: 'DELETE',
  path: `${killSwitches}/:prompt`,
  permission: 'pins:move',
  params: killSwitchParams,
  query: z.strictObject({ reason: messageSchema }),
  reply: killSwitch,
  retryable: true,
});
