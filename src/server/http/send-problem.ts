import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { FAILURES, Failure } from '../../base/failure.ts';
import { PROBLEM_TYPE, type Problem } from '../../protocol/problem.ts';
import { statusOf } from './status.ts';

/** Answers with what went wrong; the only way in which an error leaves the server. */
export function sendProblem(error: FastifyError | Failure, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const failure = error instanceof Failure ? error : failureOf(error);
  if (failure.code === 'server-failed') request.log.error({ err: error }, 'unexpected error');
  const status = statusOf(failure);
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
  // Bytes pass Fastify's reply schemas by: a problem must get out even when it is about a broken reply.
  return reply
    .code(status)
    .type(PROBLEM_TYPE)
    .send(Buffer.from(JSON.stringify(problem)));
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
