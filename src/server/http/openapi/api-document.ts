import { isJsonObject, type JsonObject } from '../../../base/json/canonical-json.ts';
import type { Endpoint } from '../../../protocol/endpoint.ts';

/** Reasons of errors by status, as far as a route can meet them. */
const REASONS = {
  '400': 'The request does not follow this document.',
  '401': 'There is no token, or none that is valid here.',
  '403': 'The token may not do this, or policy refuses it; `details.refusals` says why.',
  '404': 'There is no such thing, or the token may not see it.',
  '409': 'Something changed meanwhile, or stands against it.',
  '413': 'The body is larger than this route takes.',
  '422': 'The Idempotency-Key came with another request before.',
  '429': 'Too many requests; `Retry-After` says when to come again.',
  '500': 'A defect; the log of the server has the cause under `requestId`.',
  '503': 'The server stops, or its database does not answer; `Retry-After` says when to come again.',
} as const;
type Status = keyof typeof REASONS;

const PROBLEM = '#/components/schemas/Problem';

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Makes it safe to send the request again: it runs once, and answers as it did the first time, for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
};

const LAST_EVENT_ID = {
  name: 'Last-Event-ID',
  in: 'header',
  required: false,
  description: 'The `id` of the last event that was heard; what came after it is sent first.',
  schema: { type: 'string', pattern: '^[0-9]{1,15}$' },
};

/** The OpenAPI document of the routes, with every answer that each can give. */
export function apiDocument(generated: JsonObject, endpoints: readonly Endpoint[]): JsonObject {
  const byName = new Map(endpoints.map((endpoint) => [endpoint.name, endpoint]));
  const components = objectOf(generated.components);
  const problem = problemOf(generated);
  const paths = Object.fromEntries(
    Object.entries(objectOf(generated.paths)).map(([path, operations]) => [
      path,
      Object.fromEntries(
        Object.entries(objectOf(operations)).map(([method, operation]) => {
          const { operationId } = objectOf(operation);
          const endpoint = byName.get(String(operationId));
          return [method, endpoint === undefined ? (operation ?? null) : withAnswers(objectOf(operation), endpoint)];
        }),
      ),
    ]),
  );
  return {
    ...generated,
    components: {
      ...components,
      schemas: { ...objectOf(components.schemas), Problem: problem },
      responses: Object.fromEntries(
        Object.entries(REASONS).map(([status, description]) => [
          `Problem${status}`,
          {
            description,
            ...((status === '429' || status === '503') && {
              headers: { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer', minimum: 0 } } },
            }),
            content: { 'application/problem+json': { schema: { $ref: PROBLEM } } },
          },
        ]),
      ),
    },
    paths,
  };
}

function withAnswers(operation: JsonObject, endpoint: Endpoint): JsonObject {
  const { parameters } = operation;
  const headers = [
    ...(endpoint.retryable === 'with-key' ? [IDEMPOTENCY_KEY] : []),
    ...(endpoint.replyType === 'text/event-stream' ? [LAST_EVENT_ID] : []),
  ];
  const { default: _default, ...responses } = objectOf(operation.responses);
  const all = [...(Array.isArray(parameters) ? parameters : []), ...headers];
  return {
    ...operation,
    ...(all.length > 0 && { parameters: all }),
    responses: {
      ...responses,
      ...Object.fromEntries(statusesOf(endpoint).map((status) => [status, { $ref: `#/components/responses/Problem${status}` }])),
      default: { description: 'What went wrong (RFC 9457).', content: { 'application/problem+json': { schema: { $ref: PROBLEM } } } },
    },
  };
}

/** The errors that an endpoint's declaration makes possible. */
function statusesOf({ permission, params, query, body, method, retryable }: Endpoint): Status[] {
  const isOpen = permission === 'public';
  const statuses: readonly (readonly [Status, boolean])[] = [
    ['400', params !== undefined || query !== undefined || body !== undefined],
    ['401', !isOpen],
    ['403', !isOpen && permission !== 'signed-in'],
    ['404', params !== undefined],
    ['409', method !== 'GET'],
    ['413', body !== undefined],
    ['422', retryable === 'with-key'],
    ['429', true],
    ['500', true],
    ['503', true],
  ];
  return statuses.flatMap(([status, isPossible]) => (isPossible ? [status] : []));
}

/** The schema of problems, which the generator repeats at each route. */
function problemOf({ paths }: JsonObject): JsonObject {
  for (const operations of Object.values(objectOf(paths))) {
    for (const operation of Object.values(objectOf(operations))) {
      const content = objectOf(objectOf(objectOf(objectOf(operation).responses).default).content);
      const { schema } = objectOf(content['application/problem+json']);
      if (isJsonObject(schema)) return schema;
    }
  }
  throw new Error('no route documents its problems');
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
