import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../../access/principal.ts';
import { Failure } from '../../base/failure.ts';
import type { Call } from '../actions/call.ts';
import type { StoredReply } from '../actions/stored-reply.ts';
import type { Route } from './route.ts';

type BytesRoute = Extract<Route, { answers: 'project-with-bytes' }>;

/** Answers a route of stored bytes: no serialisation, and nothing at all for a client that has them. */
export async function sendStored(route: BytesRoute, call: Call, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const params = route.endpoint.params?.safeParse(request.params);
  if (params?.success !== true) throw new Failure('request-invalid', `The address ${request.url} is not one of this route.`);
  const stored = await route.answer({ call, params: params.data, query: {}, body: undefined });
  reply.header('etag', stored.etag).header('cache-control', stored.cacheControl).header('x-content-type-options', 'nosniff');
  if (holds(request.headers['if-none-match'], stored)) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(stored.body);
}

/** The call of an admitted request. */
export function callOf(
  route: Route,
  principal: Principal,
  request: FastifyRequest,
  { db, clock, signer }: Pick<Call, 'db' | 'signer' | 'clock'>,
): Call {
  const { project = '' } = request.params as { project?: string };
  return { db, signer, principal, project, time: clock(), clock, requestId: request.id, action: route.endpoint.name };
}

/** Whether a client that sends this has the reply already. */
export function holds(ifNoneMatch: string | undefined, { etag }: Pick<StoredReply, 'etag'>): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*');
}
