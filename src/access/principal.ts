import type { AccessRole } from './role.ts';

/** Who acts: a person, or a machine with a token. */
export interface Principal {
  readonly id: string;
  readonly name: string;
  readonly kind: 'user' | 'machine';
  readonly bindings: readonly Binding[];
  /** Of a user, once it is known to be theirs. */
  readonly email?: string;
  /** What someone else than the caller vouches for; absent for people and for plain tokens. */
  readonly attested?: Attestation;
  /** What it showed to be let in. */
  readonly via?: Credential;
}

/** A token or a session, by an id that is no secret: revoking it ends what it opened. */
export interface Credential {
  readonly kind: 'token' | 'session';
  readonly id: string;
  /** Epoch milliseconds; absent: it does not end by itself. */
  readonly expiresAt?: number;
}

/** What the issuer of an ID token said of a CI job, or the admin who bound a token to a branch (`issuer: 'token'`). */
export interface Attestation {
  readonly issuer: string;
  /** `owner/name` where the issuer names one. */
  readonly repository?: string;
  /** The number of the repository: it stays when the name changes hands. */
  readonly repositoryId?: string;
  /** `main`, not `refs/heads/main`; absent for a tag. */
  readonly branch?: string;
  readonly commit?: string;
  /** The workflow file with its ref. */
  readonly workflow?: string;
}

/** One grant: a role in the projects, environments and prompts that three globs name (`*` = any run of characters, `/` included). */
export interface Binding {
  readonly role: AccessRole;
  readonly project: string;
  readonly environments: string;
  readonly prompts: string;
}
