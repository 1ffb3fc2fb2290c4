import { globMatches } from '../../../access/glob.ts';
import type { Principal } from '../../../access/principal.ts';
import type { Signer } from '../../../access/signing/signing-key.ts';
import type { Clock } from '../../../base/clock.ts';
import { Failure } from '../../../base/failure.ts';
import type { Access } from '../../auth/access.ts';
import { readProjectNames } from '../../storage/environments/definitions.ts';
import type { Database } from '../../storage/tables.ts';
import { type Act, recordAct } from '../call.ts';

/** A request about the visitor's own account, or by someone who has yet to be let in. */
export interface Visit {
  readonly db: Database;
  readonly access: Access;
  readonly signer: Signer;
  /** Absent: nobody yet. */
  readonly principal: Principal | undefined;
  readonly time: number;
  readonly clock: Clock;
  readonly requestId: string;
  /** The name of the endpoint. */
  readonly action: string;
  /** Of the other end of the connection. */
  readonly address: string;
  readonly cookie: string | undefined;
  /** What the visitor's program calls itself. */
  readonly agent: string;
}

/** What a visit is answered with. */
export interface VisitReply<Reply> {
  readonly reply: Reply;
  readonly setCookie?: string;
}

/** What the browser of a visit is shown, or where it is sent. */
export interface VisitPage {
  readonly text: string;
  /** Present: it goes there at once. */
  readonly location?: string;
  readonly setCookies: string[];
  /** Of what went wrong, which the location is told. */
  readonly failure?: Failure;
}

/** Who visits. @throws Failure `not-allowed` for a machine: it has no account. */
export function visitingUser({ principal }: Visit): Principal {
  if (principal === undefined) throw new Error('a route about an account must declare that one has to be signed in');
  if (principal.kind === 'user') return principal;
  throw new Failure('not-allowed', `${principal.name} is a machine: it has no account of its own.`);
}

/** Records what someone did to their own account, in every project that they reach. */
export async function recordOwnAct(transaction: Database, visit: Visit, principal: Principal, act: Act): Promise<void> {
  for (const project of await readProjectNames(transaction)) {
    if (principal.bindings.some((binding) => globMatches(binding.project, project))) {
      await recordAct(transaction, { ...visit, principal, project }, act);
    }
  }
}
