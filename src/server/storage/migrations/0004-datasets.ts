import type { Migration } from '../dialect.ts';

/** Datasets by digest, and their rows in parts that versions share. */
export const datasets: Migration = ({ appendOnly }) => [
  `create table dataset_parts (project text not null, digest text not null, lines bigint not null, text text not null,
    created_at bigint not null, primary key (project, digest))`,
  `create table datasets (project text not null, name text not null, digest text not null, manifest text not null,
    uploader_id text not null, uploader_name text not null, created_at bigint not null, primary key (project, name, digest))`,
  ...['dataset_parts', 'datasets'].flatMap(appendOnly),
];
