import { authorise } from '../../access/authorise.ts';
import type { Principal } from '../../access/principal.ts';
import type { Signer } from '../../access/signing/signing-key.ts';
import { Failure } from '../../base/failure.ts';
import { CSRF_HEADER } from '../../protocol/access/sign-in.ts';
import type { Endpoint } from '../../protocol/endpoint.ts';
import type { Access } from '../auth/access.ts';
import { type BrowserHeaders, requireOwnPage } from '../auth/people/own-request.ts';
import { projectExists } from '../storage/environments/definitions.ts';
import type { Database } from '../storage/tables.ts';

/** What is needed to let a request in. */
export interface Gate {
  readonly db: Database;
  readonly access: Access;
  readonly clock: () => number;
  /** Signs for the registry. */
  readonly signer: Signer;
}

/** A request before anything of it is trusted. */
export interface Caller {
  readonly method: string;
  readonly headers: BrowserHeaders & {
    readonly authorization?: string | undefined;
    readonly cookie?: string | undefined;
    readonly [CSRF_HEADER]?: string | string[] | undefined;
  };
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Lets a request in by what its endpoint declares: who it is, what it may, and that the project exists.
 *
 * Runs before the body is read, so that nobody without a token can make the server parse anything.
 */
export async function admit(gate: Gate, { permission }: Endpoint, caller: Caller): Promise<Principal | undefined> {
  if (permission === 'public') {
    // Else a page could sign its visitor in as someone else, who then reads what the visitor does there.
    if (caller.method !== 'GET') requireOwnPage(caller.headers, gate.access.publicUrl());
    return undefined;
  }
  const principal = await principalOf(gate, caller);
  if (permission === 'signed-in') return principal;
  const { project, environment, prompt } = caller.params;
  if (project === undefined) throw new Error('a permission in a project needs a path with a project');
  authorise(principal, permission, { project, ...(environment !== undefined && { environment }), ...(prompt !== undefined && { prompt }) });
  if (!(await projectExists(gate.db, project))) throw new Failure('not-found', `There is no project "${project}".`);
  return principal;
}

/**
 * Who sends a request: by a token, or by the cookie of a session, which a browser adds by itself.
 *
 * @throws Failure `not-signed-in`; `request-forged` for a cookie that a page of another site had sent.
 */
async function principalOf({ access, clock }: Gate, { method, headers }: Caller): Promise<Principal> {
  const { authorization, cookie } = headers;
  const user = authorization === undefined ? await access.sessions.principalOf(cookie, clock()) : undefined;
  if (user === undefined) return await access.keeper.principalOf(authorization, clock());
  if (method === 'GET') return user;
  requireOwnPage(headers, access.publicUrl());
  const csrf = headers[CSRF_HEADER];
  if (access.sessions.isOwnForm(cookie, typeof csrf === 'string' ? csrf : undefined)) return user;
  throw new Failure('request-forged', `A request of a browser that changes something needs the header ${CSRF_HEADER}.`);
}
