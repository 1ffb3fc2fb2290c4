import { type Doorbell, doorbell } from '../events/doorbell.ts';
import type { Database } from '../storage/tables.ts';
import { type IssuerKeys, issuerKeys } from './id-tokens/issuer-keys.ts';
import { type OidcAccess, type OidcSettings, openOidc } from './oidc/oidc-access.ts';
import { type CodeKeeper, codeKeeper } from './people/one-time-code.ts';
import type { HashCost } from './people/password-hash.ts';
import { type PasswordKeeper, passwordKeeper } from './people/password-keeper.ts';
import { type SessionKeeper, sessionKeeper } from './people/session-keeper.ts';
import { type TokenKeeper, tokenKeeper } from './token-keeper.ts';

/** All that lets people and machines in. */
export interface Access {
  readonly keeper: TokenKeeper;
  readonly sessions: SessionKeeper;
  readonly passwords: PasswordKeeper;
  readonly codes: CodeKeeper;
  readonly issuers: IssuerKeys;
  /** Absent: people sign in with passwords only. */
  readonly oidc?: OidcAccess;
  /** Rung when someone may no longer come in, or may less: what is open by it is looked at again. */
  readonly revoked: Doorbell;
  /** The address that people and jobs know the registry by. Never taken from a request. */
  readonly publicUrl: () => string;
}

export interface AccessOptions {
  readonly publicUrl: () => string;
  /** What hashing a password costs; default: half a second of today's machines. */
  readonly passwordCost?: HashCost;
  /** Where people may sign in besides, and the project that the roles of their domains are for. */
  readonly oidc?: { readonly settings: OidcSettings; readonly project: string };
}

/** `pepper` keys every hash that is stored. */
export function openAccess(db: Database, pepper: Buffer, { publicUrl, passwordCost, oidc }: AccessOptions): Access {
  const isSecure = () => publicUrl().startsWith('https:');
  return {
    keeper: tokenKeeper(db, pepper),
    sessions: sessionKeeper(db, pepper, isSecure),
    passwords: passwordKeeper(passwordCost),
    codes: codeKeeper(pepper),
    issuers: issuerKeys(),
    ...(oidc && { oidc: openOidc(oidc.settings, { project: oidc.project, pepper, isSecure }) }),
    revoked: doorbell(),
    publicUrl,
  };
}
