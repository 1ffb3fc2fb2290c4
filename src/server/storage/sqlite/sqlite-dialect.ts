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
import type { SqliteConnection, SqliteStatement } from './sqlite-module.ts';

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
  const prepare = preparer(connection);
  return {
    close: () => explained(() => connection.close()),
    prepare(text: string) {
      const { statement, reader } = prepare(text);
      return {
        reader,
        all: (parameters: readonly unknown[]) => explained(() => statement.all(...parameters)),
        run: (parameters: readonly unknown[]) => explained(() => statement.run(...parameters)),
        // A statement of its own: whoever reads row by row may be in the middle when the same text is asked for again.
        iterate: (parameters: readonly unknown[]) => explained(() => connection.prepare(text)).iterate(...parameters),
      };
    },
  };
}

interface Prepared {
  readonly statement: SqliteStatement;
  /** Whether it returns rows. */
  readonly reader: boolean;
}

/** Statements that are kept ready, and the longest text of one: lists of hundreds of keys come in too many lengths. */
const KEPT = 300;
const LONGEST_KEPT = 2000;

/** Prepares statements once for as long as they are in use: that costs several times what running most of them does. */
function preparer(connection: SqliteConnection): (text: string) => Prepared {
  const kept = new Map<string, Prepared>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return newest(kept, text, known);
    // What was prepared before may not see what this changes.
    if (/^\s*(?:create|alter|drop|pragma|vacuum|attach|detach)\b/i.test(text)) kept.clear();
    const statement = explained(() => connection.prepare(text));
    const prepared = { statement, reader: explained(() => statement.columns()).length > 0 };
    return text.length > LONGEST_KEPT ? prepared : newest(kept, text, prepared);
  };
}

/** Keeps it as the one used last, and lets go of the one used longest ago. */
function newest(kept: Map<string, Prepared>, text: string, prepared: Prepared): Prepared {
  kept.delete(text);
  kept.set(text, prepared);
  const [oldest] = kept.size > KEPT ? kept.keys() : [];
  if (oldest !== undefined) kept.delete(oldest);
  return prepared;
}

function explained<Result>(execute: () => Result): Result {
  try {
    return execute();
  } catch (error) {
    throw sqliteFailure(error);
  }
}
