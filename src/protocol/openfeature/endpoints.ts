import * as z from 'zod';
import { endpoint } from '../endpoint.ts';
import { environmentNameSchema, environmentParams, projectNameSchema } from '../values.ts';
import { bulkEvaluationSchema, configurationSchema, contextSchema, evaluationSchema, refetchSchema } from './schemas.ts';

/**
 * The OpenFeature Remote Evaluation Protocol (OFREP) 0.3: a prompt is a flag, its id the key.
 *
 * Providers reach these under `/openfeature/<project>/<environment>/ofrep/v1`, or under `/ofrep/v1` for the default
 * project; see `src/server/compat/openfeature/our-url.ts`.
 */
const base = '/v1/projects/:project/environments/:environment/ofrep';

const body = z.looseObject({ context: contextSchema.exactOptional() });

export const ofrepEvaluate = endpoint({
  name: 'ofrepEvaluate',
  summary: 'OFREP: what one call gets of a prompt',
  method: 'POST',
  path: `${base}/flags/:key`,
  permission: 'environments:read',
  params: z.strictObject({ project: projectNameSchema, environment: environmentNameSchema, key: z.string().min(1).max(300) }),
  body,
  reply: evaluationSchema,
  retryable: true,
  askedPerCall: true,
});

export const ofrepEvaluateAll = endpoint({
  name: 'ofrepEvaluateAll',
  summary: 'OFREP: what one caller gets of every prompt; answers 304 to a known ETag',
  method: 'POST',
  path: `${base}/flags`,
  permission: 'environments:read',
  params: environmentParams,
  // What was heard of a change; the answer is never older than that.
  query: z.looseObject({}),
  body,
  reply: bulkEvaluationSchema,
  retryable: true,
  askedPerCall: true,
});

export const ofrepConfiguration = endpoint({
  name: 'ofrepConfiguration',
  summary: 'OFREP: what this registry can do for providers',
  method: 'GET',
  path: `${base}/configuration`,
  permission: 'environments:read',
  params: environmentParams,
  reply: configurationSchema,
  retryable: true,
});

export const ofrepChanges = endpoint({
  name: 'ofrepChanges',
  summary: 'OFREP: that something changed, as server-sent events',
  method: 'GET',
  path: `${base}/changes`,
  permission: 'environments:read',
  params: environmentParams,
  reply: refetchSchema,
  replyType: 'text/event-stream',
  retryable: true,
});
