import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Principal } from '../../access/principal.ts';
import { PROBLEM_TYPE, problemSchema } from '../../protocol/problem.ts';
import type { Gate } from './admit.ts';
import type { Route } from './route.ts';
import { callOf } from './stored-replies.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The declaration of the route; a route without one does not start. */
    declared?: Route;
  }
  interface FastifyRequest {
    principal: Principal | null;
  }
}

const BODY_LIMIT = 1024 * 1024;

/** Adds a declared route: validation, limits and documentation come from its endpoint. */
export function registerRoute(app: FastifyInstance, declared: Route, gate: Gate): void {
  const { name, summary, method, path, permission, params, query, body, reply, bodyLimit } = declared.endpoint;
  app.route({
    method,
    url: path,
    bodyLimit: bodyLimit ?? BODY_LIMIT,
    config: { declared },
    schema: {
      operationId: name,
      summary,
      ...(permission !== 'public' && { security: [{ token: [] }], description: `Needs: ${permission}.` }),
      ...(params && { params }),
      ...(query && { querystring: query }),
      ...(body && { body }),
      response: {
        200: reply,
        default: { description: 'What went wrong (RFC 9457).', content: { [PROBLEM_TYPE]: { schema: problemSchema } } },
      },
    },
    handler: (request) => answer(declared, request, gate),
  });
}

/** A route that declares no permission would be open to everyone; it stops the start instead. */
export function refuseUndeclaredRoutes(app: FastifyInstance): void {
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.declared === undefined) throw new Error(`The route ${String(method)} ${url} is not declared.`);
  });
}

async function answer(declared: Route, request: FastifyRequest, gate: Gate): Promise<unknown> {
  if (declared.answers === 'anyone') return await declared.answer();
  const { principal } = request;
  if (principal === null) throw new Error(`${declared.endpoint.name} was reached without a principal`);
  if (declared.answers === 'principal') return await declared.answer(principal);
  if (declared.answers === 'project-with-bytes') throw new Error(`${declared.endpoint.name} is answered before handlers run`);
  const { params, query, body } = request;
  return await declared.answer({
    call: callOf(declared, principal, request, gate),
    params: params,
    query: query,
    body: body,
  });
}
