/** What SQLite and PostgreSQL do not say in the same words. */
export interface SqlDialect {
  /** Statements that make a table append-only, whoever asks. */
  appendOnly(table: string): readonly string[];
  /** A query of the `name` of each table, in the order in which they were made: what refers to another comes after it. */
  readonly tables: string;
  /** A query of the `name` of each column of a table's primary key, in its order. */
  keyColumns(table: string): string;
  /** Queries of what the database itself finds wrong, as `subject` and `message`. */
  readonly integrity: readonly string[];
  /** Said first in a transaction that may take long. */
  readonly takeYourTime: readonly string[];
  /** Said after steps of the schema: what makes this database answer as the other does. */
  readonly afterSteps: readonly string[];
}

/** The statements of one step of the schema, in the words of a dialect. */
export type Migration = (dialect: SqlDialect) => readonly string[];

export const sqliteWords: SqlDialect = {
  appendOnly: (table) =>
    (['update', 'delete'] as const).map(
      (verb) => `create trigger ${table}_no_${verb} before ${verb} on ${table} begin select raise(abort, '${table} is append-only'); end`,
    ),
  tables: `select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by rowid`,
  keyColumns: (table) => `select name from pragma_table_info('${table}') where pk > 0 order by pk`,
  integrity: [
    `select 'the file' as subject, integrity_check as message from pragma_integrity_check where integrity_check <> 'ok'`,
    `select "table" as subject, 'row ' || coalesce(rowid, '') || ' refers to a row of ' || parent || ' that is not there' as message
      from pragma_foreign_key_check`,
  ],
  takeYourTime: [],
  afterSteps: [],
};

export const postgresWords: SqlDialect = {
  appendOnly: (table) => [
    `create or replace function refuse_change() returns trigger language plpgsql as
      $$ begin raise exception '% is append-only', tg_table_name; end $$`,
    `create trigger ${table}_append_only before update or delete on ${table} for each row execute function refuse_change()`,
    `create trigger ${table}_keeps_all before truncate on ${table} for each statement execute function refuse_change()`,
  ],
  tables: `select relname as name from pg_class
    where relkind in ('r', 'p') and relnamespace = to_regnamespace(quote_ident(current_schema())) order by oid`,
  keyColumns: (table) => `select attname as name from pg_index
    cross join unnest(indkey) with ordinality as part (number, position)
    join pg_attribute on attrelid = indrelid and attnum = part.number
    where indisprimary and indrelid = to_regclass('${table}') order by part.position`,
  integrity: [
    `select indexrelid::regclass::text as subject, 'this index is not valid: reindex it' as message from pg_index where not indisvalid`,
    `select conrelid::regclass::text as subject, 'the constraint ' || conname || ' was never checked' as message
      from pg_constraint where not convalidated`,
  ],
  takeYourTime: ['set local statement_timeout = 0'],
  // Text is ordered and compared by its bytes, whatever the language of the database: pages of lists depend on it.
  // An integer holds what a number of ours can be: asked for one that is larger, PostgreSQL would fail and not say that there is none.
  afterSteps: [
    `do $$ declare own record; begin
      for own in select format('alter table %I ', table_name) || string_agg(format('alter %I type bigint', column_name), ', ') as said
        from information_schema.columns
        where table_schema = current_schema() and data_type = 'integer' group by table_name
      loop execute own.said; end loop;
    end $$`,
    `do $$ declare own record; begin
      for own in select format('alter table %I ', table_name) || string_agg(format('alter %I type text collate "C"', column_name), ', ') as said
        from information_schema.columns
        where table_schema = current_schema() and data_type = 'text' and collation_name is distinct from 'C' group by table_name
      loop execute own.said; end loop;
    end $$`,
  ],
};
