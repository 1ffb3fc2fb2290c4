import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { FAILURES, Failure } from '../../base/failure.ts';
import { isJsonObject } from '../../base/json/canonical-json.ts';
import { PROBLEM_TYPE, type Problem } from '../../protocol/problem.ts';
import { statusOf } from './status.ts';

/** How long a client should leave a server alone that cannot answer now. */
const RETRY_SECONDS = 2;

const PROBLEM_HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
};

/** Answers with what went wrong; the only way in which an error leaves the server. */
export function sendProblem(error: FastifyError | Failure, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const failure = error instanceof Failure ? error : failureOf(error);
  // What fails early fails before the hook that sets them, and says again what was asked for.
  reply.headers(PROBLEM_HEADERS);
  if (failure.code === 'server-failed') request.log.error({ err: error }, 'unexpected error');
  noteFailure(failure, request);
  const foreign = request.routeOptions?.config?.declared?.errors;
  const status = foreign?.statusOf?.(failure) ?? statusOf(failure);
  if (status === 503) {
    request.log.error({ err: error }, 'unavailable');
    reply.header('retry-after', RETRY_SECONDS);
  }
  const wait = failure.code === 'rate-limited' ? retryAfter(failure) : undefined;
  if (wait !== undefined) reply.header('retry-after', wait);
  if (foreign) {
    const body = foreign.bodyOf(failure, status, request.id, request.params);
    return sendJson(reply.code(status).type('application/json; charset=utf-8'), body);
  }
  const problem: Problem = {
    type: 'about:blank',
    title: FAILURES[failure.code].kind,
    status,
    code: failure.code,
    detail: failure.message,
    hint: failure.hint,
    requestId: request.id,
    ...(failure.details !== undefined && { details: failure.details }),
  };
  return sendJson(reply.code(status).type(PROBLEM_TYPE), problem);
}

/** When a try makes sense again, where the failure knows. */
function retryAfter({ details }: Failure): number | undefined {
  return isJsonObject(details) && typeof details.retryAfterSeconds === 'number' ? details.retryAfterSeconds : undefined;
}

/** Counts a failure, and tells the log what only who runs the registry can mend: what its identity provider does wrong. */
export function noteFailure(failure: Failure, request: FastifyRequest): void {
  request.failureCode = failure.code;
  const isOfProvider = failure.code === 'issuer-unreachable' || failure.code === 'sign-in-refused';
  if (isOfProvider && failure.cause !== undefined) request.log.warn({ err: failure.cause }, failure.message);
}

/** Bytes pass Fastify's reply schemas by: a problem must get out even when it is about a broken reply. */
function sendJson(reply: FastifyReply, body: object): FastifyReply {
  return reply.send(Buffer.from(JSON.stringify(body)));
}

/** Answers what never became a request: broken HTTP, headers without end, a body that does not come. Then the connection is closed. */
export function sendBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const isLate = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const isLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const [status, reason] = isLate ? [408, 'Request Timeout'] : isLarge ? [431, 'Request Header Fields Too Large'] : [400, 'Bad Request'];
  const problem: Problem = {
    type: 'about:blank',
    title: FAILURES['request-invalid'].kind,
    status,
    code: 'request-invalid',
    detail: isLate ? 'The request did not arrive in time.' : isLarge ? 'The headers are too large.' : 'This is no HTTP request.',
    hint: FAILURES['request-invalid'].hint,
    requestId: randomUUID(),
  };
  const body = JSON.stringify(problem);
  const length = Buffer.byteLength(body);
  const head = `HTTP/1.1 ${status} ${reason}\r\ncontent-type: ${PROBLEM_TYPE}\r\ncontent-length: ${length}\r\nx-content-type-options: nosniff\r\nconnection: close\r\n\r\n`;
  if (socket.writable) socket.write(head + body);
  socket.destroySoon();
}

function failureOf(error: FastifyError): Failure {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const where = error.validationContext ?? 'request';
    const findings = error.validation.map(({ instancePath, message }) => ({
      path: `${where}${instancePath === '/' ? '' : instancePath}`,
      message,
    }));
    const shown = findings.slice(0, 3).map(({ path, message }) => `${path}: ${message}.`);
    return new Failure('request-invalid', shown.join(' '), { details: { findings } });
  }
  if (error.statusCode === 429) return new Failure('rate-limited', 'This address sent too many requests.');
  if (error.statusCode === 413) return new Failure('body-too-large', 'The request is larger than this route takes.');
  if (error.statusCode !== undefined && error.statusCode < 500)
    return new Failure('request-invalid', `${error.message}.`.replace('..', '.'));
  return new Failure('server-failed', 'The server met an unexpected error.', { cause: error });
}
