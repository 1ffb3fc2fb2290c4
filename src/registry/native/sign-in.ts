import type { Email } from '../../access/email.ts';
import { createLoginToken, redeemCode } from '../../protocol/access/sign-in.ts';
import type { ReplyOf } from '../../protocol/endpoint.ts';
import { httpCaller } from './http-caller.ts';

/** Where someone signs in. */
export interface SignInTarget {
  readonly url: string;
  readonly project: string;
}

export type LoginToken = ReplyOf<typeof createLoginToken>;

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Long: the registry hashes the password slowly on purpose, and others may be before us. */
const TIMEOUT_MS = 30_000;

/** A token of the person whose address and password these are. @throws Failure `sign-in-refused`, `rate-limited` */
export function signIn(target: SignInTarget, { email, password }: Credentials, name: string): Promise<LoginToken> {
  return calling(target, (http) => http.call(createLoginToken, { body: { email: email as Email, password, name } }));
}

export interface Redemption {
  readonly code: string;
  /** With the set-up code only. */
  readonly email?: string;
  readonly name: string;
  readonly password: string;
}

/** Makes a member of who holds a code; gives their address. @throws Failure `code-refused` */
export async function redeem(target: SignInTarget, { email, ...redemption }: Redemption): Promise<string> {
  const body = { ...redemption, ...(email !== undefined && { email: email as Email }) };
  return (await calling(target, (http) => http.call(redeemCode, { body }))).email;
}

/** Calls a registry as nobody yet. */
export async function calling<Result>(
  { url, project }: SignInTarget,
  use: (http: ReturnType<typeof httpCaller>) => Promise<Result>,
): Promise<Result> {
  const http = httpCaller({ url, project, timeoutMs: TIMEOUT_MS });
  try {
    return await use(http);
  } finally {
    await http.close();
  }
}
