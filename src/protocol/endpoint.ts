import type { z } from 'zod';
import type { Permission } from '../access/permission.ts';

/**
 * One route of the API: what the server checks and documents, and what the client sends and expects.
 *
 * Requests refuse unknown members; replies may grow, and an older client ignores what it does not know.
 */
export interface Endpoint {
  /** Operation id in the OpenAPI document and action in the audit trail. */
  readonly name: string;
  readonly summary: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `:names` for single percent-encoded segments. */
  readonly path: string;
  /** `public` needs no token; `signed-in` needs any valid one. */
  readonly permission: Permission | 'signed-in' | 'public';
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  readonly reply: z.ZodType;
  /** Largest body in bytes; default 1 MB. */
  readonly bodyLimit?: number;
  /**
   * True when the same request twice leaves what it leaves once, so that a client may retry it. `with-key`: when it
   * carries an `Idempotency-Key`, which the client makes for each request and keeps for its retries.
   */
  readonly retryable: boolean | 'with-key';
  /** Applications ask it for each of their own calls, so that the limit of requests is of another size. */
  readonly askedPerCall?: true;
  /** What a reply is where it is no JSON. */
  readonly replyType?: 'text/event-stream' | 'text/html' | 'text/plain';
}

export type ParamsOf<E extends Endpoint> = E['params'] extends z.ZodType ? z.output<E['params']> : Record<never, never>;
export type QueryOf<E extends Endpoint> = E['query'] extends z.ZodType ? z.output<E['query']> : Record<never, never>;
export type BodyOf<E extends Endpoint> = E['body'] extends z.ZodType ? z.output<E['body']> : undefined;
export type ReplyOf<E extends Endpoint> = z.output<E['reply']>;

/** Declares an endpoint and keeps its exact types. */
export function endpoint<const Declared extends Endpoint>(declared: Declared): Declared {
  return declared;
}

/** The path of one request: each parameter percent-encoded into one segment. */
export function pathOf({ path }: Endpoint, params: Readonly<Record<string, string>>): string {
  return path.replace(/:([a-z]+)/g, (_segment, name: string) => encodeURIComponent(params[name] ?? ''));
}
