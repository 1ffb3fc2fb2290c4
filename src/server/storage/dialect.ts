/** What SQLite and PostgreSQL do not say in the same words. */
export interface SqlDialect {
  /** Statements that make a table append-only, whoever asks. */
  appendOnly(table: string): readonly string[];
}

/** The statements of one step of the schema, in the words of a dialect. */
export type Migration = (dialect: SqlDialect) => readonly string[];

export const sqliteWords: SqlDialect = {
  appendOnly: (table) =>
    (['update', 'delete'] as const).map(
      (verb) => `create trigger ${table}_no_${verb} before ${verb} on ${table} begin select raise(abort, '${table} is append-only'); end`,
    ),
};
