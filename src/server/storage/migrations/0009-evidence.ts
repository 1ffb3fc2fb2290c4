import type { Migration } from '../dialect.ts';

const PROJECT = 'project text not null';
const UPLOADER = 'uploader_id text not null, uploader_name text not null, created_at bigint not null';

/** Runs with their results, suites and which of them count, and what was signed of runs. */
export const evidence: Migration = ({ appendOnly }) => [
  `create table runs (${PROJECT}, id text not null, number bigint not null, prompt text not null, suite text not null, body text not null,
    discounted text, state text not null, results bigint not null, finished_at bigint, ${UPLOADER}, primary key (project, id),
    unique (project, number))`,
  `create table run_results (${PROJECT}, run text not null, case_id text not null, sample integer not null, result text not null,
    primary key (project, run, case_id, sample))`,
  `create table suites (${PROJECT}, name text not null, digest text not null, content text not null, ${UPLOADER},
    primary key (project, name, digest))`,
  `create table accepted_suites (${PROJECT}, seq bigint not null, suite text not null, digest text not null, cases text not null,
    time bigint not null, actor_id text not null, actor_name text not null, cause text not null, branch text, reason text,
    primary key (project, seq))`,
  'create index accepted_suites_by_name on accepted_suites (project, suite, seq)',
  'create table suite_trust (project text primary key, branch text not null, repository text)',
  `create table evidence (${PROJECT}, number bigint not null, id text not null, prompt text not null, prompt_digest text not null,
    suite text not null, suite_digest text not null, cases text not null, baseline text, verdict text not null, discounted text,
    run text not null, envelope text not null, ${UPLOADER}, primary key (project, number), unique (project, id), unique (project, run))`,
  'create index evidence_by_version on evidence (project, prompt, prompt_digest, number)',
  ...['run_results', 'suites', 'accepted_suites', 'evidence'].flatMap(appendOnly),
];
