import type { Migration } from '../dialect.ts';

/** Public keys of the registry, and signed states of audit trails. */
export const signing: Migration = ({ appendOnly }) => [
  `create table signing_keys (id text primary key, public_key text not null, created_at bigint not null, endorsed_by text,
    endorsement text)`,
  'create table audit_checkpoints (project text not null, seq bigint not null, checkpoint text not null, primary key (project, seq))',
  ...['signing_keys', 'audit_checkpoints'].flatMap(appendOnly),
];
