import { Kysely, sql } from 'kysely';
import type { Pool, PoolConfig, TypeOverrides } from 'pg';
import { Failure } from '../../../base/failure.ts';
import type { Tables } from '../tables.ts';
import { databaseFailure } from './database-failure.ts';
import { postgresDialect } from './postgres-dialect.ts';

/** Connections of one process. Writers are serial, so more would only wait. */
const CONNECTIONS = 10;

/** How long a request waits for a connection, for a lock that another process holds, and for one statement. */
const CONNECT_MS = 10_000;
const LOCK_MS = 10_000;
const STATEMENT_MS = 30_000;

/** A process that stopped inside a transaction holds up all writers: its lock is taken from it. */
const IDLE_IN_TRANSACTION_MS = 30_000;

const INT8 = 20;

/**
 * Opens a PostgreSQL database by its URL; the caller migrates and closes it.
 *
 * A connection that breaks is replaced by the next statement: what was under way fails as `database-unreachable`.
 * @throws Failure `usage-invalid` for what is no such URL, `database-unreachable`, `database-refused`. None tells the password.
 */
export async function openPostgres(url: string): Promise<Kysely<Tables>> {
  const place = placeOf(url);
  const pool = await openPool(url);
  const db = new Kysely<Tables>({ dialect: postgresDialect(pool) });
  try {
    await sql`select 1`.execute(db);
  } catch (error) {
    await db.destroy();
    const failure = databaseFailure(error);
    if (!(failure instanceof Failure)) throw error;
    throw new Failure(failure.code, `${failure.message} It is ${place}.`, { hint: failure.hint, cause: failure.cause });
  }
  return db;
}

async function openPool(url: string): Promise<Pool> {
  const pg = await import('pg');
  const pool = new pg.Pool(poolConfig(url, pg.types));
  // Who waits for an answer is told by the answer; without listeners a broken connection would end the process.
  const broken = () => undefined;
  pool.on('error', broken);
  pool.on('connect', (client) => client.on('error', broken));
  return pool;
}

function poolConfig(connectionString: string, standard: { getTypeParser: TypeOverrides['getTypeParser'] }): PoolConfig {
  const numbers = (oid: number, format?: 'text' | 'binary') => (oid === INT8 ? wholeNumber : standard.getTypeParser(oid, format as 'text'));
  return {
    connectionString,
    application_name: 'promptlane',
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    lock_timeout: LOCK_MS,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    types: { getTypeParser: numbers as TypeOverrides['getTypeParser'] },
  };
}

/** Times and revisions are bigint columns, which would come as text; all of ours fit a number. */
function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`${text} of the database is no safe integer`);
  return value;
}

/** Where the database is, without who signs in. */
function placeOf(url: string): string {
  if (/^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url)) {
    const { hostname, port, pathname } = new URL(url);
    return `${pathname.slice(1) || 'the default database'} on ${hostname || 'this machine'}${port && `:${port}`}`;
  }
  throw new Failure('usage-invalid', 'The address of the database is no PostgreSQL URL.', {
    hint: 'It looks like postgres://user:password@host:5432/database; a character that is special in a URL is percent-encoded.',
  });
}
