import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import { sqliteFailure } from './sqlite-failure.ts';
import type { SqliteConnection } from './sqlite-module.ts';

/** Lets Kysely speak to a `DatabaseSync` connection. */
export function sqliteDialect(connection: SqliteConnection): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new ImmediateDriver(connection),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** Takes the write lock when a transaction begins: one that reads first and then writes could otherwise fail half-way. */
class ImmediateDriver extends SqliteDriver {
  readonly #sqlite: SqliteConnection;

  constructor(sqlite: SqliteConnection) {
    super({ database: kyselyDatabase(sqlite) });
    this.#sqlite = sqlite;
  }

  override async beginTransaction(connection: DatabaseConnection, { accessMode }: TransactionSettings = {}): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(accessMode === 'read only' ? 'begin' : 'begin immediate'));
  }

  /** A full disk makes SQLite roll back by itself; a complaint about that would hide what went wrong. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#sqlite.isTransaction) await super.rollbackTransaction(connection);
  }
}

function kyselyDatabase(connection: SqliteConnection) {
  return {
    close: () => explained(() => connection.close()),
    prepare(text: string) {
      const statement = explained(() => connection.prepare(text));
      return {
        reader: explained(() => statement.columns()).length > 0,
        all: (parameters: readonly unknown[]) => explained(() => statement.all(...parameters)),
        run: (parameters: readonly unknown[]) => explained(() => statement.run(...parameters)),
        iterate: (parameters: readonly unknown[]) => statement.iterate(...parameters),
      };
    },
  };
}

function explained<Result>(execute: () => Result): Result {
  try {
    return execute();
  } catch (error) {
    throw sqliteFailure(error);
  }
}
