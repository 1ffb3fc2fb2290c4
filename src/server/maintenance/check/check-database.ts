import { sql } from 'kysely';
import { Failure } from '../../../base/failure.ts';
import { MIGRATIONS, stepsTaken } from '../../storage/migrations/migrate.ts';
import type { OpenDatabase } from '../../storage/open-database.ts';
import { checkAudit } from './check-audit.ts';
import { checkContents } from './check-contents.ts';
import { checkDatasets } from './check-datasets.ts';
import { checkEnvironments } from './check-environments.ts';
import { checkEvidence } from './check-evidence.ts';
import { checkEvents, checkReviews } from './check-numbered.ts';
import { checkVersions } from './check-versions.ts';
import type { CheckName, DatabaseCheck, DatabaseFinding } from './finding.ts';

export interface DatabaseVerdict {
  readonly steps: number;
  readonly checks: readonly CheckName[];
  /** All of them, by check. Empty: everything holds. */
  readonly findings: readonly DatabaseFinding[];
}

/** What the database itself knows: damage of its files, rows that refer to nothing. */
const checkIntegrity: DatabaseCheck = async function* (db, words) {
  for (const query of words.integrity) yield* (await sql.raw<Omit<DatabaseFinding, 'check'>>(query).execute(db)).rows;
};

/** The database first: what it cannot read, the others would stumble over. */
const CHECKS: Readonly<Record<CheckName, DatabaseCheck>> = {
  database: checkIntegrity,
  contents: checkContents,
  versions: checkVersions,
  environments: checkEnvironments,
  datasets: checkDatasets,
  reviews: checkReviews,
  evidence: checkEvidence,
  events: checkEvents,
  audit: checkAudit,
};

/**
 * Holds everything that a registry stores against what it promises, as it is at one moment; servers go on writing.
 *
 * @throws Failure `database-empty` where there is no registry, `database-outdated` when its schema is older than the program's.
 */
export async function checkDatabase({ db, words }: OpenDatabase): Promise<DatabaseVerdict> {
  return await db
    .transaction()
    .setAccessMode('read only')
    .execute(async (transaction) => {
      for (const statement of words.takeYourTime) await sql.raw(statement).execute(transaction);
      const steps = await stepsTaken(transaction, words);
      if (steps === 0) throw new Failure('database-empty', 'The database holds no registry.');
      if (steps < MIGRATIONS.length) {
        throw new Failure('database-outdated', `The database has schema ${steps}; this program checks schema ${MIGRATIONS.length}.`);
      }
      const findings: DatabaseFinding[] = [];
      const checks = Object.keys(CHECKS) as CheckName[];
      for (const check of checks) {
        for await (const finding of CHECKS[check](transaction, words)) findings.push({ check, ...finding });
        // A damaged file makes every other check fail in its own way.
        if (check === 'database' && findings.length > 0) return { steps, checks: [check], findings };
      }
      return { steps, checks, findings };
    });
}
