import type { Migration } from '../dialect.ts';

/** What happened, in order, for whoever waits for it: open streams and webhooks. */
export const events: Migration = ({ appendOnly }) => [
  `create table events (project text not null, seq bigint not null, time bigint not null, kind text not null, environment text,
    prompt text, data text not null, primary key (project, seq))`,
  'create index events_by_environment on events (project, environment, seq)',
  ...appendOnly('events'),
];
