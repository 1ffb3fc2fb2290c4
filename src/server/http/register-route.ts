import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../../access/principal.ts';
import { isJsonObject } from '../../base/json/canonical-json.ts';
import type { Endpoint } from '../../protocol/endpoint.ts';
import { PROBLEM_TYPE, problemSchema } from '../../protocol/problem.ts';
import type { VisitPage } from '../actions/access/visit.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import { admit, type Gate } from './admit.ts';
import { callerOf } from './caller.ts';
import { runOnce } from './idempotency/run-once.ts';
import type { Metrics } from './observe/metrics.ts';
import type { Route } from './route.ts';
import { noteFailure } from './send-problem.ts';
import { callOf, holds } from './stored-replies.ts';
import { visitPage } from './visit-page.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The declaration of the route; a route without one does not start. */
    declared?: Route;
  }
  interface FastifyRequest {
    principal: Principal | null;
    /** Of the failure that it was answered with; empty when it succeeded. */
    failureCode: string;
  }
}

/** What routes are answered with, besides their own actions. */
export interface RouteTools extends Gate {
  readonly secrets: SecretBox;
  readonly metrics: Metrics;
}

type ProjectRoute = Extract<Route, { answers: 'project' }>;
type VisitorRoute = Extract<Route, { answers: 'visitor' | 'visitor-with-page' }>;
type TaggedRoute = Extract<Route, { answers: 'project-with-tag' }>;
type StreamRoute = Extract<Route, { answers: 'project-with-stream' }>;

const BODY_LIMIT = 1024 * 1024;

/** Adds a declared route: validation, limits and documentation come from its endpoint. */
export function registerRoute(app: FastifyInstance, declared: Route, tools: RouteTools): void {
  const { name, summary, method, path, permission, params, query, body, bodyLimit } = declared.endpoint;
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
        200: replySchema(declared.endpoint),
        default: declared.errors
          ? { description: 'What went wrong.', content: { 'application/json': { schema: declared.errors.schema } } }
          : { description: 'What went wrong (RFC 9457).', content: { [PROBLEM_TYPE]: { schema: problemSchema } } },
      },
    },
    handler: (request, reply) => answer(declared, request, reply, tools),
  });
}

/** A route that declares no permission would be open to everyone; it stops the start instead. */
export function refuseUndeclaredRoutes(app: FastifyInstance): void {
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.declared === undefined) throw new Error(`The route ${String(method)} ${url} is not declared.`);
  });
}

function replySchema({ reply, replyType, summary }: Endpoint) {
  return replyType === undefined ? reply : { description: summary, content: { [replyType]: { schema: reply } } };
}

async function answer(declared: Route, request: FastifyRequest, reply: FastifyReply, tools: RouteTools): Promise<unknown> {
  if (declared.answers === 'anyone') return await declared.answer();
  if (declared.answers === 'anyone-with-text') {
    const { type, text, headers = {} } = await declared.answer();
    return reply.headers(headers).type(type).send(text);
  }
  if (declared.answers === 'visitor' || declared.answers === 'visitor-with-page')
    return await answerVisitor(declared, request, reply, tools);
  const { principal } = request;
  if (principal === null) throw new Error(`${declared.endpoint.name} was reached without a principal`);
  if (declared.answers === 'principal') return await declared.answer(principal);
  if (declared.answers === 'project-with-bytes') throw new Error(`${declared.endpoint.name} is answered before handlers run`);
  if (declared.answers === 'project-with-stream') return await openStream(declared, principal, request, reply, tools);
  if (declared.answers === 'project-with-tag') return await answerTagged(declared, principal, request, reply, tools);
  return await answerInProject(declared, principal, request, reply, tools);
}

async function answerVisitor(declared: VisitorRoute, request: FastifyRequest, reply: FastifyReply, tools: RouteTools): Promise<unknown> {
  const { params, query, body, headers, principal } = request;
  const visit = {
    db: tools.db,
    access: tools.access,
    signer: tools.signer,
    principal: principal ?? undefined,
    time: tools.clock(),
    clock: tools.clock,
    requestId: request.id,
    action: declared.endpoint.name,
    address: request.ip,
    cookie: headers.cookie,
    agent: headers['user-agent'] ?? '',
  };
  // What is answered may be a secret.
  reply.header('cache-control', 'no-store');
  if (declared.answers === 'visitor-with-page') return sendPage(await declared.answer({ visit, params, query, body }), request, reply);
  const { reply: answered, setCookie } = await declared.answer({ visit, params, query, body });
  if (setCookie !== undefined) reply.header('set-cookie', setCookie);
  return answered;
}

function sendPage({ text, location, setCookies, failure }: VisitPage, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (failure !== undefined) noteFailure(failure, request);
  reply.header('set-cookie', setCookies);
  if (location !== undefined) reply.code(302).header('location', location);
  // Bytes: only the reply of 200 has a schema.
  return reply.type('text/html; charset=utf-8').send(Buffer.from(visitPage(text)));
}

async function answerInProject(
  declared: ProjectRoute,
  principal: Principal,
  request: FastifyRequest,
  reply: FastifyReply,
  tools: RouteTools,
): Promise<unknown> {
  const { params, query, body, headers } = request;
  const asked = { params, query, body };
  const call = callOf(declared, principal, request, tools);
  const key = headers['idempotency-key'];
  if (declared.endpoint.retryable !== 'with-key' || typeof key !== 'string') {
    return counted(declared, tools, await declared.answer({ call, ...asked }));
  }
  const act = async (own: typeof call) => counted(declared, tools, await declared.answer({ call: own, ...asked }));
  const once = await runOnce(call, key, asked, { secrets: tools.secrets, act });
  if (once.replayed) reply.header('idempotency-replayed', 'true');
  return once.reply;
}

async function answerTagged(
  declared: TaggedRoute,
  principal: Principal,
  request: FastifyRequest,
  reply: FastifyReply,
  tools: RouteTools,
): Promise<unknown> {
  const { params, query, body, headers } = request;
  const tagged = await declared.answer({ call: callOf(declared, principal, request, tools), params, query, body, headers });
  reply.header('etag', tagged.etag).header('cache-control', 'private, no-cache');
  if (holds(headers['if-none-match'], tagged)) return reply.code(304).send();
  return await tagged.make();
}

function counted<Reply>({ endpoint }: ProjectRoute, { metrics }: RouteTools, reply: Reply): Reply {
  if (endpoint.permission === 'pins:move' && isJsonObject(reply) && Array.isArray(reply.moves)) metrics.moved(reply.moves.length);
  return reply;
}

async function openStream(
  declared: StreamRoute,
  principal: Principal,
  request: FastifyRequest,
  reply: FastifyReply,
  tools: RouteTools,
): Promise<FastifyReply> {
  const { params, query, body, headers } = request;
  const call = callOf(declared, principal, request, tools);
  const readmit = () => admit(tools, declared.endpoint, callerOf(request));
  await declared.open({ call, params, query, body, headers, readmit }, () => {
    // From here on Fastify neither answers nor fails for us; what was set so far goes along.
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
    return reply.raw;
  });
  return reply;
}
