import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { ZodType } from 'zod';
import type { Principal } from '../../access/principal.ts';
import type { Failure } from '../../base/failure.ts';
import type { BodyOf, Endpoint, ParamsOf, QueryOf, ReplyOf } from '../../protocol/endpoint.ts';
import type { Visit, VisitPage, VisitReply } from '../actions/access/visit.ts';
import type { Call } from '../actions/call.ts';
import type { StoredReply } from '../actions/stored-reply.ts';

/** A request that was admitted and validated. */
export interface ProjectRequest<Declared extends Endpoint> {
  readonly call: Call;
  readonly params: ParamsOf<Declared>;
  readonly query: QueryOf<Declared>;
  readonly body: BodyOf<Declared>;
}

/** Any of them; the validator has made sure that a route gets what its endpoint declares. */
interface AnyRequest {
  readonly call: Call;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** A reply that is no JSON. */
export interface TextReply {
  readonly type: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request whose headers matter. */
export interface Asking {
  readonly headers: IncomingHttpHeaders;
}

/** What a request that stays open has besides. */
export interface Listening extends Asking {
  /** Lets the request in once more. @throws Failure when it may no longer. */
  readmit(): Promise<Principal | undefined>;
}

/** A reply that is made only for a client that does not have it. */
export interface TaggedReply<Reply> {
  readonly etag: string;
  make(): Promise<Reply>;
}

/** How a route that speaks the API of someone else says what went wrong; default: problem+json. */
export interface ForeignErrors {
  readonly schema: ZodType;
  /** Where its clients know other statuses than ours. */
  statusOf?(failure: Failure): number;
  /** `params` as the address said them, before anything of them was checked. */
  bodyOf(failure: Failure, status: number, requestId: string, params: unknown): object;
}

/** A request about an account: a visit in place of the call. */
type AnyVisit = Omit<AnyRequest, 'call'> & { readonly visit: Visit };

/** A declared endpoint with the action that answers it. Who may call it is the endpoint's own `permission`. */
export type Route = { readonly endpoint: Endpoint; readonly errors?: ForeignErrors } & (
  | { readonly answers: 'anyone'; answer(): Promise<unknown> }
  | { readonly answers: 'anyone-with-text'; answer(): Promise<TextReply> }
  | { readonly answers: 'principal'; answer(principal: Principal): Promise<unknown> }
  | { readonly answers: 'visitor'; answer(request: AnyVisit): Promise<VisitReply<unknown>> }
  | { readonly answers: 'visitor-with-page'; answer(request: AnyVisit): Promise<VisitPage> }
  | { readonly answers: 'project'; answer(request: AnyRequest): Promise<unknown> }
  | { readonly answers: 'project-with-tag'; answer(request: AnyRequest & Asking): Promise<TaggedReply<unknown>> }
  | { readonly answers: 'project-with-bytes'; answer(request: AnyRequest): Promise<StoredReply> }
  | { readonly answers: 'project-with-stream'; open(request: AnyRequest & Listening, takeResponse: () => ServerResponse): Promise<void> }
);

/** A route inside a project. */
export function route<const Declared extends Endpoint>(
  endpoint: Declared,
  answer: (request: ProjectRequest<Declared>) => Promise<ReplyOf<Declared>>,
): Route {
  return { endpoint, answers: 'project', answer };
}

/** A route inside a project whose answer is made only for clients that do not have it: they are sent 304. */
export function taggedRoute<const Declared extends Endpoint>(
  endpoint: Declared,
  answer: (request: ProjectRequest<Declared> & Asking) => Promise<TaggedReply<ReplyOf<Declared>>>,
): Route {
  return { endpoint, answers: 'project-with-tag', answer };
}

/** A route inside a project that sends stored bytes, or 304; it has neither query nor body. */
export function bytesRoute<const Declared extends Endpoint>(
  endpoint: Declared,
  answer: (request: ProjectRequest<Declared>) => Promise<StoredReply>,
): Route {
  return { endpoint, answers: 'project-with-bytes', answer };
}

/** A route about the caller. */
export function principalRoute<const Declared extends Endpoint>(
  endpoint: Declared,
  answer: (principal: Principal) => Promise<ReplyOf<Declared>>,
): Route {
  return { endpoint, answers: 'principal', answer };
}

/** A route about the visitor's own account, or for those who have yet to be let in; it may set a cookie. */
export function visitorRoute<const Declared extends Endpoint>(
  endpoint: Declared,
  answer: (request: Omit<ProjectRequest<Declared>, 'call'> & { readonly visit: Visit }) => Promise<VisitReply<ReplyOf<Declared>>>,
): Route {
  return { endpoint, answers: 'visitor', answer };
}

/** A route that a browser goes to by itself: it is shown a page, or sent on. */
export function pageRoute<const Declared extends Endpoint>(
  endpoint: Declared,
  answer: (request: Omit<ProjectRequest<Declared>, 'call'> & { readonly visit: Visit }) => Promise<VisitPage>,
): Route {
  return { endpoint, answers: 'visitor-with-page', answer };
}

/** A route that needs no token. */
export function publicRoute<const Declared extends Endpoint>(endpoint: Declared, answer: () => Promise<ReplyOf<Declared>>): Route {
  return { endpoint, answers: 'anyone', answer };
}

/** A route for people or tools that read no JSON; it needs no token. */
export function textRoute(endpoint: Endpoint, answer: () => Promise<TextReply>): Route {
  return { endpoint, answers: 'anyone-with-text', answer };
}

/** A route inside a project whose answer goes on; it takes the response once nothing can fail any more. */
export function streamRoute<const Declared extends Endpoint>(
  endpoint: Declared,
  open: (request: ProjectRequest<Declared> & Listening, takeResponse: () => ServerResponse) => Promise<void>,
): Route {
  return { endpoint, answers: 'project-with-stream', open };
}
