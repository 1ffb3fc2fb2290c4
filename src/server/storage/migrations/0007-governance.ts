import type { Migration } from '../dialect.ts';

const ACTOR = 'actor_id text not null, actor_name text not null';

/** Who asked, said yes or no, and commented; what is never served again or not now; and who vouches for where versions come from. */
export const governance: Migration = ({ appendOnly }) => [
  `create table reviews (project text not null, number bigint not null, prompt text not null, digest text not null,
    environment text not null, base text, reviewers text not null, message text, ${ACTOR}, created_at bigint not null,
    primary key (project, number))`,
  'create index reviews_by_version on reviews (project, digest)',
  `create table review_acts (project text not null, review bigint not null, seq bigint not null, kind text not null, message text,
    place text, ${ACTOR}, time bigint not null, primary key (project, review, seq))`,
  `create table revocations (project text not null, digest text not null, prompt text not null, reason text not null, ${ACTOR},
    time bigint not null, primary key (project, digest))`,
  `create table kill_switches (project text not null, environment text not null, prompt text not null, reason text not null, ${ACTOR},
    since bigint not null, primary key (project, environment, prompt))`,
  `create table version_sources (project text not null, prompt text not null, digest text not null, issuer text not null,
    repository text not null, branch text not null, repository_id text, commit_id text, workflow text, time bigint not null,
    primary key (project, prompt, digest, issuer, repository, branch))`,
  ...['reviews', 'review_acts', 'revocations', 'version_sources'].flatMap(appendOnly),
];
