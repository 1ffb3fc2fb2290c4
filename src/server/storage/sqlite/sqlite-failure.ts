import { Failure, type FailureCode } from '../../../base/failure.ts';

const CORRUPT = 11;

/** Result codes of SQLite that whoever runs the registry mends and not we. */
const CODES: Readonly<Record<number, readonly [FailureCode, string]>> = {
  5: ['database-busy', 'The database is busy'],
  10: ['database-unreachable', 'The disk of the database fails'],
  [CORRUPT]: ['database-damaged', 'The database is damaged'],
  13: ['database-full', 'The database has no room left'],
};

/** The failure that an error of SQLite is; any other error is a defect and comes back as it is. */
export function sqliteFailure(error: unknown): unknown {
  const { errcode, message } = error as { errcode?: number; message: string };
  // What goes wrong inside a pragma that is asked as a table comes without a code. An extended one holds the plain one in its low byte.
  const result = errcode ?? (/malformed$/.test(message) ? CORRUPT : 0);
  const [code, said] = CODES[result & 0xff] ?? [];
  return code === undefined ? error : new Failure(code, `${said}: ${message}.`, { cause: error });
}
