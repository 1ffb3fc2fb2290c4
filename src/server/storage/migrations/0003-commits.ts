import type { Migration } from '../dialect.ts';

/** From which commit pins were moved, so that a checkout which lacks it does not move them back unknowingly. */
export const commits: Migration = () => ['alter table environment_log add column commit_id text'];
