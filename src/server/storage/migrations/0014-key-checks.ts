import type { Migration } from '../dialect.ts';

/** What tells a server that holds other keys than those that the database was written with. */
export const keyChecks: Migration = () => ['create table key_checks (name text primary key, value text not null)'];
