import type { Migration } from '../dialect.ts';

/** Rollouts, who was seen in them, and what became of each unit. */
export const rollouts: Migration = () => [
  `create table rollouts (project text not null, id text not null, environment text not null, prompt text not null, status text not null,
    coverage double precision not null, definition text not null, state text not null, revision bigint not null,
    created_at bigint not null, started_at bigint, ended_at bigint, creator_id text not null, creator_name text not null,
    starter_id text, held text, primary key (project, id))`,
  'create unique index rollouts_under_way on rollouts (project, environment, prompt) where ended_at is null',
  'create index rollouts_by_status on rollouts (status)',
  `create table rollout_units (project text not null, rollout text not null, unit text not null, variant text not null,
    first_at bigint not null, primary key (project, rollout, unit))`,
  'create index rollout_units_by_variant on rollout_units (project, rollout, variant, first_at)',
  `create table rollout_measures (project text not null, rollout text not null, metric text not null, unit text not null,
    count bigint not null, total double precision not null, primary key (project, rollout, metric, unit))`,
  `create table rollout_outcomes (project text not null, id text not null, rollout text not null, primary key (project, id))`,
  'create index rollout_outcomes_by_rollout on rollout_outcomes (project, rollout)',
];
