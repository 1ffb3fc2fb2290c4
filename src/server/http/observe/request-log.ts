import { randomUUID } from 'node:crypto';
import { type FastifyInstance, type FastifyServerOptions, LogController, type RawRequestDefaultExpression } from 'fastify';

/** How much the log tells, from nothing to everything. */
export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Ids of others that are kept: long enough to be one, nothing that means something to a log, a shell or a page. */
const REQUEST_ID = /^[\w.-]{8,128}$/;

/** What has no place in a log wherever it turns up. */
const SECRETS = ['authorization', 'cookie', 'body', 'password', 'secret', 'token'];

/** The settings of Fastify that make one JSON object per line, each with the id of its request. */
export function logOptions(log: (line: string) => void, level: LogLevel): FastifyServerOptions {
  return {
    logger: {
      level,
      base: null,
      stream: { write: (line: string) => log(line.trimEnd()) },
      redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), remove: true },
      serializers: { err: errorLine },
    },
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: requestId,
  };
}

/** One line per answered request; neither headers nor bodies nor queries, because those may hold secrets. */
export function addRequestLog(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const { method, principal } = request;
    const path = request.url.split('?')[0];
    request.log.info({ method, path, status: reply.statusCode, ms: Math.round(reply.elapsedTime), by: principal?.id });
  });
}

/** Of the caller where it has given a fit one, so that one id runs through the logs of all that a request passes. */
function requestId({ headers }: RawRequestDefaultExpression): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/** What helps to find a defect: errors of databases carry rows in their other members. */
function errorLine(error: unknown): { type: string; message: string; stack: string; code?: string; cause?: string } {
  if (!(error instanceof Error)) return { type: typeof error, message: 'Something else than an error was thrown.', stack: '' };
  const { name, message, stack = '', cause } = error;
  const { code } = error as NodeJS.ErrnoException;
  return {
    type: name,
    message,
    stack,
    ...(code !== undefined && { code }),
    ...(cause instanceof Error && { cause: `${cause.name}: ${cause.message}` }),
  };
}
