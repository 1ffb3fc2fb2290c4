import type { FastifyRequest } from 'fastify';
import type { Caller } from './admit.ts';

/** A request as the gate sees it. */
export function callerOf({ method, headers, params }: Pick<FastifyRequest, 'method' | 'headers' | 'params'>): Caller {
  return { method, headers, params: params as Readonly<Record<string, string>> };
}
