import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  type PostgresPool,
  type PostgresPoolClient,
  PostgresQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { Failure } from '../../../base/failure.ts';
import { databaseFailure } from './database-failure.ts';

/** Lets Kysely speak to a pool of PostgreSQL connections. */
export function postgresDialect(pool: Pool): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new SerialDriver({ pool: explainingPool(pool) }),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

/** One key for all that write to a registry: whoever holds it is the only writer of the database. */
const WRITERS = 0x70_6c_61_6e;

/**
 * Makes writers serial, as SQLite's are: of two that read first and then write, the second sees what the first wrote.
 *
 * The lock is taken before anything is read, so `read committed` shows a writer one unchanging state.
 * Who only reads takes no lock and sees the one moment at which it began.
 */
class SerialDriver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection, { accessMode }: TransactionSettings): Promise<void> {
    const begin =
      accessMode === 'read only'
        ? 'begin isolation level repeatable read read only'
        : `begin isolation level read committed; select pg_advisory_xact_lock(${WRITERS})`;
    try {
      await connection.executeQuery(CompiledQuery.raw(begin));
    } catch (error) {
      // A wait that took too long leaves the transaction begun, and Kysely does not end one whose begin failed.
      await this.rollbackTransaction(connection);
      throw error;
    }
  }

  /** A connection that broke has ended its transaction; a complaint about that would hide what went wrong. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await super.rollbackTransaction(connection);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
  }
}

/** Gives connections whose errors are failures, and forgets those that broke. */
function explainingPool(pool: Pool): PostgresPool {
  return {
    async connect() {
      try {
        return explainingClient(await pool.connect());
      } catch (error) {
        throw databaseFailure(error);
      }
    },
    end: () => pool.end(),
  };
}

function explainingClient(client: PoolClient): PostgresPoolClient {
  let isBroken = false;
  const query = async (text: string, parameters: readonly unknown[]) => {
    try {
      return await client.query(text, [...parameters]);
    } catch (error) {
      const failure = databaseFailure(error);
      isBroken ||= failure instanceof Failure && failure.code === 'database-unreachable';
      throw failure;
    }
  };
  return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release(isBroken) };
}
