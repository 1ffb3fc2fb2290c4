import type { Migration } from '../dialect.ts';

const PROJECT = 'project text not null';

/** Work that workers take by leases, and the runs that it is done for. */
export const jobs: Migration = () => [
  `create table jobs (${PROJECT}, batch text not null, number bigint not null, payload text not null, state text not null,
    attempts integer not null, fence integer not null, ready_at bigint not null, holder text, until bigint, error text,
    created_at bigint not null, primary key (project, batch, number))`,
  'create index jobs_by_state on jobs (project, state, ready_at)',
  `create table remote_runs (${PROJECT}, id text not null, prompt text not null, results bigint not null, spec text not null,
    discounted text, uploader_id text not null, uploader_name text not null, created_at bigint not null,
    asked_at bigint not null, primary key (project, id))`,
  `create table remote_results (${PROJECT}, run text not null, case_id text not null, sample integer not null, seq bigint not null,
    job bigint not null, result text not null, primary key (project, run, case_id, sample), unique (project, run, seq))`,
];
