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

/** The kind of the first event of a stream: from here on nothing is missed. Read the state after it. */
export const READY = 'ready';
/** The kind of the last event of a stream whose server stops. */
export const CLOSING = 'closing';

/** How often a silent stream says that it is there; a client that hears nothing for three times as long connects again. */
export const HEARTBEAT_MS = 15_000;

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
