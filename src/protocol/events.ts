import * as z from 'zod';
import { endpoint } from './endpoint.ts';
import { environmentNameSchema, environmentParams, promptIdSchema, revisionSchema, timeSchema } from './values.ts';

/**
 * A notification: that something happened, not what. Whoever hears one reads the state again.
 *
 * `seq` counts the events of the project; kinds are open: a client takes one that it does not know for any other.
 */
export const notificationSchema = z.object({
  seq: z.int().nonnegative(),
  kind: z.string(),
  time: timeSchema,
  environment: environmentNameSchema.exactOptional(),
  prompt: promptIdSchema.exactOptional(),
  epoch: revisionSchema.shape.epoch.exactOptional(),
  revision: revisionSchema.shape.revision.exactOptional(),
});
export type Notification = z.infer<typeof notificationSchema>;

export const streamEvents = endpoint({
  name: 'streamEvents',
  summary: 'What happens in an environment, as server-sent events; `Last-Event-ID` brings what was missed',
  method: 'GET',
  path: '/v1/projects/:project/environments/:environment/events',
  permission: 'environments:read',
  params: environmentParams,
  reply: notificationSchema,
  replyType: 'text/event-stream',
  retryable: true,
});
