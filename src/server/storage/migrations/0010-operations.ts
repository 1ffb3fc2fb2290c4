import type { Migration } from '../dialect.ts';

/** Requests that run once, webhooks, and which of several servers does what only one may do. */
export const operations: Migration = () => [
  `create table idempotency_keys (principal text not null, key text not null, request_hash text not null, acted integer not null,
    reply text, run_until bigint not null, created_at bigint not null, primary key (principal, key))`,
  'create index idempotency_keys_by_age on idempotency_keys (created_at)',
  `create table webhooks (id text primary key, project text not null, kind text not null, url text not null, events text not null,
    secret text not null, created_at bigint not null, creator_id text not null, creator_name text not null, cursor bigint not null,
    attempts integer not null, next_at bigint not null, delivered_at bigint, dropped bigint not null, error text, error_at bigint)`,
  'create index webhooks_by_project on webhooks (project, created_at)',
  'create table leases (name text primary key, holder text not null, until bigint not null)',
];
