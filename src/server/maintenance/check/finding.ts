import type { SqlDialect } from '../../storage/dialect.ts';
import type { Database } from '../../storage/tables.ts';

/** Something of a database that is not as a registry wrote it. */
export interface DatabaseFinding {
  readonly check: CheckName;
  /** What it is about: a prompt, a digest, an environment, an entry. */
  readonly subject: string;
  readonly message: string;
}

export type CheckName = 'database' | 'contents' | 'versions' | 'environments' | 'datasets' | 'reviews' | 'evidence' | 'events' | 'audit';

/** Holds a part of the database against what it promises; gives what does not hold. */
export type DatabaseCheck = (db: Database, words: SqlDialect) => AsyncIterable<Omit<DatabaseFinding, 'check'>>;
