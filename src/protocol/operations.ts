import * as z from 'zod';
import { endpoint } from './endpoint.ts';
import { jsonObjectSchema } from './values.ts';

const statusSchema = z.object({ status: z.literal('ok') });

export const health = endpoint({
  name: 'health',
  summary: 'The process answers',
  method: 'GET',
  path: '/healthz',
  permission: 'public',
  reply: statusSchema,
  retryable: true,
});

export const readiness = endpoint({
  name: 'readiness',
  summary: 'The database answers',
  method: 'GET',
  path: '/readyz',
  permission: 'public',
  reply: statusSchema,
  retryable: true,
});

export const openApi = endpoint({
  name: 'openApi',
  summary: 'This API as OpenAPI 3.1',
  method: 'GET',
  path: '/v1/openapi.json',
  permission: 'public',
  reply: jsonObjectSchema,
  retryable: true,
});

export const metrics = endpoint({
  name: 'metrics',
  summary: 'What this process counts, for Prometheus',
  method: 'GET',
  path: '/metrics',
  permission: 'public',
  reply: z.string(),
  replyType: 'text/plain',
  retryable: true,
});

export const apiPage = endpoint({
  name: 'apiPage',
  summary: 'This API as a page for people',
  method: 'GET',
  path: '/docs',
  permission: 'public',
  reply: z.string(),
  replyType: 'text/html',
  retryable: true,
});
