import type { Email } from '../../../access/email.ts';
import type { AccessRole } from '../../../access/role.ts';

/** Who may come in, how, and with what. */
export interface AccessTables {
  principals: { id: string; name: string; kind: 'user' | 'machine'; disabled_at: number | null };
  bindings: { principal: string; role: AccessRole; project: string; environments: string; prompts: string };
  /** `password`: null for who signs in at an identity provider only. */
  users: { principal: string; email: Email; password: string | null };
  /** Who a user is at an identity provider. */
  identities: { issuer: string; subject: string; principal: string };
  /** `hash`: of the cookie; whoever reads the table can open no session with it. */
  sessions: { hash: string; principal: string; created_at: number; seen_at: number; expires_at: number; agent: string };
  /** One-time codes that make a member of who shows them; `project` and `email` are null for the first admin. */
  codes: {
    hash: string;
    kind: 'setup' | 'invitation';
    project: string | null;
    email: Email | null;
    /** JSON. */
    bindings: string;
    created_at: number;
    expires_at: number;
    creator_id: string;
    creator_name: string;
  };
  login_failures: { subject: string; tries: number; since: number };
  tokens: {
    id: string;
    principal: string;
    mac: string;
    created_at: number;
    expires_at: number | null;
    revoked_at: number | null;
    /** Null: the name of the principal. */
    name: string | null;
    /** JSON; null: all that the principal may. */
    bindings: string | null;
    /** JSON; null: nobody vouches for anything. */
    attested: string | null;
    creator_name: string | null;
    /** Right to a minute. */
    last_used_at: number | null;
  };
  trust_rules: {
    project: string;
    id: string;
    principal: string;
    issuer: string;
    repository_id: string;
    ref: string;
    job_environment: string | null;
    workflow: string | null;
    role: AccessRole;
    environments: string;
    prompts: string;
    created_at: number;
    creator_name: string;
  };
  used_id_tokens: { hash: string; expires_at: number };
}
