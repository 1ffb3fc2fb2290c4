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

const WINDOW = '1 minute';

/** Limits requests by address; the returned check does it by who is signed in, from wherever they come. */
export async function addRequestLimits(
  app: FastifyInstance,
  { perAddress, perPrincipal }: RequestLimits,
): Promise<(request: FastifyRequest, reply: FastifyReply) => Promise<void>> {
  await app.register(rateLimit, { max: perAddress, timeWindow: WINDOW });
  const check = app.createRateLimit({
    max: perPrincipal,
    timeWindow: WINDOW,
    keyGenerator: ({ principal }) => principal?.id ?? 'nobody',
  });
  return async (request, reply) => {
    const verdict = await check(request);
    if (verdict.isAllowed || !verdict.isExceeded) return;
    reply.header('retry-after', verdict.ttlInSeconds);
    throw new Failure('rate-limited', `${request.principal?.name ?? 'Nobody'} sent too many requests.`);
  };
}
