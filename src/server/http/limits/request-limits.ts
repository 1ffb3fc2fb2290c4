import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '../../../base/failure.ts';

/** Requests per minute. */
export interface RequestLimits {
  readonly perAddress: number;
  readonly perPrincipal: number;
}

/** Far above what clients need, far below what hurts. One token for a whole company's CI stays below the second. */
export const REQUEST_LIMITS: RequestLimits = { perAddress: 30_000, perPrincipal: 20_000 };

/** How many times more, and counted apart, where applications ask for each of their own calls: one 429 there stops all of an application. */
const PER_CALL = 30;

const WINDOW = '1 minute';

/** Limits requests by address; the returned check does it by who is signed in, from wherever they come. */
export async function addRequestLimits(
  app: FastifyInstance,
  { perAddress, perPrincipal }: RequestLimits,
): Promise<(request: FastifyRequest, reply: FastifyReply) => Promise<void>> {
  await app.register(rateLimit, {
    max: (request) => limitOf(request, perAddress),
    timeWindow: WINDOW,
    keyGenerator: (request) => keyOf(request, request.ip),
  });
  const check = app.createRateLimit({
    max: (request) => limitOf(request, perPrincipal),
    timeWindow: WINDOW,
    keyGenerator: (request) => keyOf(request, request.principal?.id ?? 'nobody'),
  });
  return async (request, reply) => {
    const verdict = await check(request);
    if (verdict.isAllowed || !verdict.isExceeded) return;
    reply.header('retry-after', verdict.ttlInSeconds);
    throw new Failure('rate-limited', `${request.principal?.name ?? 'Nobody'} sent too many requests.`);
  };
}

function isAskedPerCall({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.config.declared?.endpoint.askedPerCall === true;
}

function limitOf(request: FastifyRequest, limit: number): number {
  return isAskedPerCall(request) ? limit * PER_CALL : limit;
}

function keyOf(request: FastifyRequest, who: string): string {
  return isAskedPerCall(request) ? `${who} per call` : who;
}
