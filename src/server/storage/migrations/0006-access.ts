import type { Migration } from '../dialect.ts';

/** People with their passwords and sessions, tokens with less than their owners may do, and the jobs that are trusted. */
export const access: Migration = () => [
  'alter table principals add column disabled_at bigint',
  'create table users (principal text primary key references principals (id), email text not null unique, password text)',
  `create table sessions (hash text primary key, principal text not null references principals (id), created_at bigint not null,
    seen_at bigint not null, expires_at bigint not null, agent text not null)`,
  'create index sessions_by_principal on sessions (principal)',
  `create table codes (hash text primary key, kind text not null, project text, email text, bindings text not null,
    created_at bigint not null, expires_at bigint not null, creator_id text not null, creator_name text not null)`,
  'create table login_failures (subject text primary key, tries integer not null, since bigint not null)',

  'alter table tokens add column name text',
  'alter table tokens add column bindings text',
  'alter table tokens add column attested text',
  'alter table tokens add column creator_name text',
  'alter table tokens add column last_used_at bigint',
  'create index tokens_by_principal on tokens (principal)',

  `create table trust_rules (project text not null, id text not null, principal text not null references principals (id),
    issuer text not null, repository_id text not null, ref text not null, job_environment text, workflow text,
    role text not null, environments text not null, prompts text not null, created_at bigint not null, creator_name text not null,
    primary key (project, id))`,
  'create table used_id_tokens (hash text primary key, expires_at bigint not null)',
];
