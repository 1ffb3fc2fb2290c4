import type { Migration } from '../dialect.ts';

const PROJECT = 'project text not null';

/** Versions, environments, audit and access. */
export const spine: Migration = ({ appendOnly }) => [
  'create table registry (id integer primary key check (id = 1), epoch bigint not null)',
  'insert into registry (id, epoch) values (1, 1)',
  'create table projects (name text primary key, created_at bigint not null)',

  `create table contents (${PROJECT}, digest text not null, kind text not null, body text not null, has_model integer not null,
    created_at bigint not null, primary key (project, digest))`,
  `create table sources (${PROJECT}, digest text not null, blob text not null, text text not null, primary key (project, digest))`,
  `create table prompts (${PROJECT}, id text not null, kind text not null, name text, description text, last_number integer not null,
    latest_number integer not null, latest_digest text not null, latest_at bigint not null, primary key (project, id))`,
  `create table prompt_labels (${PROJECT}, prompt text not null, kind text not null, position integer not null, label text not null,
    primary key (project, prompt, kind, position))`,
  'create index prompt_labels_by_label on prompt_labels (project, kind, label)',
  `create table versions (${PROJECT}, prompt text not null, number integer not null, digest text not null, kind text not null,
    parent text, draft integer not null, commit_id text, branch text, author_name text, author_email text, message text,
    uploader_id text not null, uploader_name text not null, created_at bigint not null,
    primary key (project, prompt, number), unique (project, prompt, digest))`,
  'create index versions_by_digest on versions (project, digest)',
  'create index drafts on versions (project, created_at) where draft = 1',

  `create table environments (${PROJECT}, name text not null, position integer not null, policy text not null, primary key (project, name))`,
  `create table environment_log (${PROJECT}, environment text not null, revision bigint not null, epoch bigint not null, time bigint not null,
    actor_id text not null, actor_name text not null, cause text not null, message text, request_id text not null,
    primary key (project, environment, revision))`,
  `create table environment_moves (${PROJECT}, environment text not null, revision bigint not null, prompt text not null, from_digest text,
    to_digest text, time bigint not null, primary key (project, environment, revision, prompt))`,
  'create index environment_moves_by_prompt on environment_moves (project, environment, prompt, revision)',
  `create table pins (${PROJECT}, environment text not null, prompt text not null, digest text not null,
    primary key (project, environment, prompt))`,
  `create table quarantine (${PROJECT}, environment text not null, prompt text not null, digest text not null, since bigint not null,
    actor_id text not null, actor_name text not null, reason text not null, primary key (project, environment, prompt, digest))`,

  `create table audit (${PROJECT}, seq bigint not null, hash text not null, entry text not null, primary key (project, seq))`,
  'create table principals (id text primary key, name text not null, kind text not null)',
  `create table bindings (principal text not null references principals (id), role text not null, ${PROJECT}, environments text not null,
    prompts text not null, primary key (principal, role, project, environments, prompts))`,
  `create table tokens (id text primary key, principal text not null references principals (id), mac text not null,
    created_at bigint not null, expires_at bigint, revoked_at bigint)`,

  ...['contents', 'environment_log', 'environment_moves', 'audit'].flatMap(appendOnly),
];
