import type { Principal } from '../../access/principal.ts';
import type { BodyOf, Endpoint, ParamsOf, QueryOf, ReplyOf } from '../../protocol/endpoint.ts';
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

/** A declared endpoint with the action that answers it. Who may call it is the endpoint's own `permission`. */
export type Route = { readonly endpoint: Endpoint } & (
  | { readonly answers: 'anyone'; answer(): Promise<unknown> }
  | { readonly answers: 'principal'; answer(principal: Principal): Promise<unknown> }
  | { readonly answers: 'project'; answer(request: AnyRequest): Promise<unknown> }
  | { readonly answers: 'project-with-bytes'; answer(request: AnyRequest): Promise<StoredReply> }
);

/** A route inside a project. */
export function route<const Declared extends Endpoint>(
  endpoint: Declared,
  answer: (request: ProjectRequest<Declared>) => Promise<ReplyOf<Declared>>,
): Route {
  return { endpoint, answers: 'project', answer };
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

/** A route that needs no token. */
export function publicRoute<const Declared extends Endpoint>(endpoint: Declared, answer: () => Promise<ReplyOf<Declared>>): Route {
  return { endpoint, answers: 'anyone', answer };
}
