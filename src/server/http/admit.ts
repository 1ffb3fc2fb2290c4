import { authorise } from '../../access/authorise.ts';
import type { Principal } from '../../access/principal.ts';
import { Failure } from '../../base/failure.ts';
import type { Endpoint } from '../../protocol/endpoint.ts';
import type { TokenKeeper } from '../auth/token-keeper.ts';
import { projectExists } from '../storage/environments/definitions.ts';
import type { Database } from '../storage/tables.ts';

/** What is needed to let a request in. */
export interface Gate {
  readonly db: Database;
  readonly keeper: TokenKeeper;
  readonly clock: () => number;
}

/** A request before anything of it is trusted. */
export interface Caller {
  readonly authorization: string | undefined;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Lets a request in by what its endpoint declares: who it is, what it may, and that the project exists.
 *
 * Runs before the body is read, so that nobody without a token can make the server parse anything.
 */
export async function admit(
  { db, keeper, clock }: Gate,
  { permission }: Endpoint,
  { authorization, params }: Caller,
): Promise<Principal | undefined> {
  if (permission === 'public') return undefined;
  const principal = await keeper.principalOf(authorization, clock());
  if (permission === 'signed-in') return principal;
  const { project, environment, prompt } = params;
  if (project === undefined) throw new Error('a permission in a project needs a path with a project');
  authorise(principal, permission, { project, ...(environment !== undefined && { environment }), ...(prompt !== undefined && { prompt }) });
  if (!(await projectExists(db, project))) throw new Failure('not-found', `There is no project "${project}".`);
  return principal;
}
