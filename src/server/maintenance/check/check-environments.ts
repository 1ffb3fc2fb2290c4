import type { SqlDialect } from '../../storage/dialect.ts';
import type { Database, Tables } from '../../storage/tables.ts';
import { tableRows } from '../table-rows.ts';
import type { DatabaseCheck, DatabaseFinding } from './finding.ts';

type Finding = Omit<DatabaseFinding, 'check'>;

/** Revisions have no gaps, each move starts where the one before it ended, and what is pinned is the sum of all moves. */
export const checkEnvironments: DatabaseCheck = async function* (db, words) {
  const revisions = new Map<string, number>();
  for await (const row of tableRows(db, words, 'environment_log')) {
    const { project, environment, revision } = row as unknown as Tables['environment_log'];
    const subject = `${project}: ${environment}`;
    const expected = (revisions.get(subject) ?? 0) + 1;
    if (revision !== expected) yield { subject, message: `revision ${expected} is not there` };
    revisions.set(subject, revision);
  }
  const sums = new Map<string, string>();
  for await (const row of tableRows(db, words, 'environment_moves')) {
    const move = row as unknown as Tables['environment_moves'];
    const environment = `${move.project}: ${move.environment}`;
    const subject = `${environment}: ${move.prompt}`;
    const before = sums.get(subject);
    if (move.revision > (revisions.get(environment) ?? 0))
      yield { subject, message: `revision ${move.revision} of a move is not in the log` };
    if ((move.from_digest ?? undefined) !== before) {
      const from = move.from_digest ?? 'nothing';
      yield { subject, message: `revision ${move.revision} moves it from ${from}, and it was ${before ?? 'not pinned'}` };
    }
    if (move.to_digest === null) sums.delete(subject);
    else sums.set(subject, move.to_digest);
  }
  yield* checkPins(db, words, sums);
};

async function* checkPins(db: Database, words: SqlDialect, sums: Map<string, string>): AsyncGenerator<Finding> {
  for await (const row of tableRows(db, words, 'pins')) {
    const { project, environment, prompt, digest } = row as unknown as Tables['pins'];
    const subject = `${project}: ${environment}: ${prompt}`;
    const sum = sums.get(subject);
    if (sum !== digest) yield { subject, message: `${digest} is pinned, and the log says ${sum ?? 'that it is not pinned'}` };
    sums.delete(subject);
  }
  for (const [subject, digest] of sums) yield { subject, message: `the log says ${digest}, and it is not pinned` };
}
