import { randomUUID } from 'node:crypto';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import fastify, { type FastifyError, type FastifyInstance, type FastifyRequest, LogController } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { Failure } from '../../base/failure.ts';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import { admit, type Gate } from './admit.ts';
import { refuseUndeclaredRoutes, registerRoute } from './register-route.ts';
import { datasetRoutes } from './routes/datasets.ts';
import { draftRoutes } from './routes/drafts.ts';
import { environmentRoutes, moveRoutes } from './routes/environments.ts';
import { governanceRoutes } from './routes/governance.ts';
import { operationRoutes } from './routes/operations.ts';
import { promptRoutes } from './routes/prompts.ts';
import { versionRoutes } from './routes/versions.ts';
import { sendProblem } from './send-problem.ts';
import { callOf, sendStored } from './stored-replies.ts';

export interface AppOptions extends Gate {
  /** Takes one JSON line per request and per unexpected error. */
  readonly log: (line: string) => void;
}

/** Of the protocol, not of the program: it changes when clients must. */
const API_VERSION = '1';

/** Requests per minute and address: far above what clients need, far below what hurts. */
const REQUESTS_PER_MINUTE = 30_000;

/** How long a request may take to arrive: the largest upload over a slow line, and no connection held for ever. */
const REQUEST_MS = 120_000;

/** The HTTP face of the registry, ready to listen. */
export async function buildApp({ log, ...gate }: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: { stream: { write: (line: string) => log(line.trimEnd()) }, base: null },
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: () => randomUUID(),
    exposeHeadRoutes: false,
    // Requests that are already on their way are answered while the server closes.
    return503OnClosing: false,
    requestTimeout: REQUEST_MS,
    frameworkErrors: sendProblem,
    routerOptions: { maxParamLength: 1000 },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error: FastifyError, request, reply) => sendProblem(error, request, reply));
  refuseUndeclaredRoutes(app);
  addHotPath(app, gate);
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  });
  await app.register(rateLimit, { max: REQUESTS_PER_MINUTE, timeWindow: '1 minute' });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Promptlane registry', version: API_VERSION },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
  });
  addMissingRoutes(app);
  addAdmission(app, gate);
  addRequestLog(app);
  const routes = [
    ...versionRoutes,
    ...draftRoutes,
    ...datasetRoutes,
    ...promptRoutes,
    ...environmentRoutes(),
    ...moveRoutes,
    ...governanceRoutes,
    ...operationRoutes(gate.db, () => app.swagger() as unknown as JsonObject),
  ];
  for (const route of routes) registerRoute(app, route, gate);
  await app.ready();
  return app;
}

/** Answers what is no route before its body is read: nobody without a token can make the server parse anything. */
function addMissingRoutes(app: FastifyInstance): void {
  const missing = ({ method, url }: FastifyRequest) => new Failure('not-found', `There is no route ${method} ${url.split('?')[0]}.`);
  app.addHook('onRequest', async (request) => {
    if (request.is404) throw missing(request);
  });
  app.setNotFoundHandler((request) => {
    throw missing(request);
  });
}

/** Answers routes of stored bytes before any other hook runs: every application polls them. */
function addHotPath(app: FastifyInstance, gate: Gate): void {
  app.decorateRequest('principal', null);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    const { declared } = request.routeOptions.config;
    if (declared?.answers !== 'project-with-bytes') return undefined;
    const principal = await admit(gate, declared.endpoint, callerOf(request));
    if (principal === undefined) throw new Error(`${declared.endpoint.name} must declare a permission`);
    request.principal = principal;
    return await sendStored(declared, callOf(declared, principal, request, gate), request, reply);
  });
}

function addAdmission(app: FastifyInstance, gate: Gate): void {
  app.addHook('onRequest', async (request) => {
    const { declared } = request.routeOptions.config;
    if (declared !== undefined) request.principal = (await admit(gate, declared.endpoint, callerOf(request))) ?? null;
  });
}

function callerOf(request: { headers: { authorization?: string | undefined }; params: unknown }) {
  return { authorization: request.headers.authorization, params: request.params as Readonly<Record<string, string>> };
}

/** One line per answered request; neither headers nor bodies nor queries, because those may hold secrets. */
function addRequestLog(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const { method, principal } = request;
    const path = request.url.split('?')[0];
    request.log.info({ method, path, status: reply.statusCode, ms: Math.round(reply.elapsedTime), by: principal?.id });
  });
}
