import type { Migration } from '../dialect.ts';

const EDIT = 'prompt, digest, parent, commit_id, branch, author_name, author_email, message, uploader_id, uploader_name, created_at';

/**
 * Drafts by themselves: someone may bring back, as an edit of today, a content that has been a version for long.
 * `versions.draft` says from now on that no push has brought the version.
 */
export const drafts: Migration = () => [
  'drop index drafts',
  `create table drafts (project text not null, prompt text not null, digest text not null, parent text not null, commit_id text,
    branch text, author_name text, author_email text, message text, uploader_id text not null, uploader_name text not null,
    created_at bigint not null, outcome text, closed_at bigint, closer_id text, closer_name text, reason text, closed_commit text,
    primary key (project, prompt, digest, parent))`,
  `insert into drafts (project, ${EDIT}) select project, ${EDIT} from versions where draft = 1 and parent is not null`,
  'create index open_drafts on drafts (project, created_at) where outcome is null',
];
