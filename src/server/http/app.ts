import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RawRequestDefaultExpression,
} from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { Failure } from '../../base/failure.ts';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import type { Endpoint } from '../../protocol/endpoint.ts';
import { ourUrl as urlOfLangwatch } from '../compat/langwatch/our-url.ts';
import { ourUrl as urlOfOpenfeature } from '../compat/openfeature/our-url.ts';
import type { Doorbell } from '../events/doorbell.ts';
import type { Outgoing } from '../outgoing/send-post.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import { admit, type Gate } from './admit.ts';
import { callerOf } from './caller.ts';
import type { EventStreams } from './events/event-streams.ts';
import { readGzip } from './limits/read-gzip.ts';
import { addRequestLimits, REQUEST_LIMITS, type RequestLimits } from './limits/request-limits.ts';
import { type Metrics, serverMetrics } from './observe/metrics.ts';
import { addRequestLog, type LogLevel, logOptions } from './observe/request-log.ts';
import { apiDocument } from './openapi/api-document.ts';
import { type RouteTools, refuseUndeclaredRoutes, registerRoute } from './register-route.ts';
import { everyRoute } from './routes/every-route.ts';
import { sendBrokenRequest, sendProblem } from './send-problem.ts';
import { callOf, sendStored } from './stored-replies.ts';

export interface AppOptions extends Gate {
  /** Takes one JSON line per request and per unexpected error. */
  readonly log: (line: string) => void;
  readonly logLevel?: LogLevel;
  readonly secrets: SecretBox;
  readonly outgoing: Outgoing;
  /** Rung after each request that may have changed something. */
  readonly bell: Doorbell;
  readonly streams: EventStreams;
  /** The one that LangWatch's clients mean, whose addresses name none; default `default`. */
  readonly project?: string;
  isStopping(): boolean;
  readonly limits?: RequestLimits;
  /** Addresses of reverse proxies, with commas: what they say of the client's address holds. */
  readonly trustedProxies?: string;
  /** How long a request may take to arrive. */
  readonly requestMs?: number;
}

/** Of the protocol, not of the program: it changes when clients must. */
const API_VERSION = '1';

/** How long a request may take to arrive: the largest upload over a slow line, and no connection held for ever. */
const REQUEST_MS = 120_000;
/** How long its headers may take. */
const HEADERS_MS = 60_000;
/** How often that is looked at. */
const CHECK_MS = 10_000;

/** The HTTP face of the registry, ready to listen. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { log, logLevel = 'info', limits = REQUEST_LIMITS, trustedProxies = false, requestMs = REQUEST_MS, streams } = options;
  const app = fastify({
    ...logOptions(log, logLevel),
    exposeHeadRoutes: false,
    // Requests that are already on their way are answered while the server closes.
    return503OnClosing: false,
    requestTimeout: requestMs,
    // Node does not end late bodies when headers may take longer than the whole request.
    http: { connectionsCheckingInterval: Math.min(CHECK_MS, requestMs), headersTimeout: Math.min(HEADERS_MS, requestMs) },
    trustProxy: trustedProxies,
    frameworkErrors: sendProblem,
    clientErrorHandler: sendBrokenRequest,
    routerOptions: { maxParamLength: 1000 },
    rewriteUrl: (request) => ourUrl(request, options),
  });
  const metrics = serverMetrics(() => streams.size);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error: FastifyError, request, reply) => sendProblem(error, request, reply));
  app.addHook('preClose', () => streams.close());
  countFailures(app, metrics);
  refuseUndeclaredRoutes(app);
  const tools: RouteTools = { ...options, metrics };
  addHotPath(app, tools);
  await addHeaders(app);
  const checkPrincipal = await addRequestLimits(app, limits);
  const endpoints: Endpoint[] = [];
  await addDocument(app);
  addMissingRoutes(app);
  addAdmission(app, tools, checkPrincipal);
  readGzip(app);
  addRequestLog(app);
  metrics.watch(app);
  addBell(app, options);
  const document = () => apiDocument(app.swagger() as unknown as JsonObject, endpoints);
  for (const route of everyRoute({ ...options, metrics, document })) {
    // What a foreign API answers is documented as it is declared.
    if (route.errors === undefined) endpoints.push(route.endpoint);
    registerRoute(app, route, tools);
  }
  await app.ready();
  return app;
}

/** The address of ours that a client of a foreign API means; none means what the other does. */
function ourUrl({ url, headers }: RawRequestDefaultExpression, { project = 'default', secrets, clock }: AppOptions): string {
  return urlOfOpenfeature({ url: urlOfLangwatch({ url, headers }, project), headers }, { project, secrets, clock });
}

async function addHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  });
}

async function addDocument(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Promptlane registry', version: API_VERSION },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
  });
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

function addAdmission(
  app: FastifyInstance,
  gate: Gate,
  checkPrincipal: (request: FastifyRequest, reply: FastifyReply) => Promise<void>,
): void {
  app.addHook('onRequest', async (request, reply) => {
    const { declared } = request.routeOptions.config;
    if (declared === undefined) return;
    request.principal = (await admit(gate, declared.endpoint, callerOf(request))) ?? null;
    if (request.principal !== null) await checkPrincipal(request, reply);
  });
  // A body may take minutes: who was let in before it came may be let in no more.
  app.addHook('preValidation', async (request) => {
    const { declared } = request.routeOptions.config;
    if (declared === undefined || request.principal === null || request.method === 'GET') return;
    request.principal = (await admit(gate, declared.endpoint, callerOf(request))) ?? null;
  });
}

/** Wakes who waits for events after what may have made some, and looks at open streams again after what may have ended tokens. */
function addBell(app: FastifyInstance, { bell, streams, access }: AppOptions): void {
  access.revoked.listen(() => streams.recheck());
  app.addHook('onResponse', async (request, reply) => {
    const { declared } = request.routeOptions.config;
    if (declared === undefined || request.method === 'GET' || reply.statusCode >= 400) return;
    bell.ring();
  });
}

function countFailures(app: FastifyInstance, metrics: Metrics): void {
  app.decorateRequest('failureCode', '');
  app.addHook('onResponse', async ({ failureCode }) => {
    if (failureCode !== '') metrics.failed(failureCode);
  });
}
