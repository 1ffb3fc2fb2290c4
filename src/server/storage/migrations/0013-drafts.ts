import type { Migration } from '../dialect.ts';

const EDIT = 'prompt, digest, parent, commit_id, branch, author_name, author_email, message, uploader_id, uploader_name, created_at';
const CLOSING = 'outcome, closed_at, closer_id, closer_name, reason, closed_commit';

/**
 * Drafts by their files too: names, descriptions and tags are in no digest, so that two edits may come to one version.
 * `blob` and `parent_blob` are empty where the file that the version was stored with says all.
 */
export const draftFiles: Migration = () => [
  'drop index open_drafts',
  'alter table drafts rename to drafts_before',
  `create table drafts (project text not null, prompt text not null, digest text not null, parent text not null, blob text not null,
    parent_blob text not null, commit_id text, branch text, author_name text, author_email text, message text, uploader_id text not null,
    uploader_name text not null, created_at bigint not null, outcome text, closed_at bigint, closer_id text, closer_name text,
    reason text, closed_commit text, primary key (project, prompt, digest, parent, blob, parent_blob))`,
  `insert into drafts (project, ${EDIT}, blob, parent_blob, ${CLOSING}) select project, ${EDIT}, '', '', ${CLOSING} from drafts_before`,
  'drop table drafts_before',
  'create index open_drafts on drafts (project, created_at) where outcome is null',
  'create table draft_files (project text not null, blob text not null, text text not null, primary key (project, blob))',
];
