import { Failure, type FailureCode } from '../../../base/failure.ts';

/** Classes (two characters) and codes of SQLSTATE, and codes of Node, that the operator of the database mends and not we. */
const CODES: Readonly<Record<string, FailureCode>> = {
  '08': 'database-unreachable',
  '57P01': 'database-unreachable',
  '57P02': 'database-unreachable',
  '57P03': 'database-unreachable',
  // After a fail-over: this one only reads, the next connection may reach the one that writes.
  '25006': 'database-unreachable',
  '25P03': 'database-unreachable',
  '53300': 'database-unreachable',
  '53100': 'database-full',
  '53200': 'database-full',
  '55P03': 'database-busy',
  '57014': 'database-busy',
  '28': 'database-refused',
  '3D000': 'database-refused',
  '42501': 'database-refused',
};

/** What `pg` says without any code when a connection is gone or does not come. */
const GONE =
  /^(?:Connection terminated|timeout exceeded when trying|Client has encountered a connection error|The server does not support SSL)/;

/** Codes of Node's sockets and of TLS. */
const SOCKET = /^(?:E[A-Z_]+|ERR_TLS_\w+|ERR_SSL_\w+|CERT_\w+|\w+_CERT|\w+_SIGNATURE|\w+_IN_CHAIN)$/;

const SAID: Partial<Record<FailureCode, string>> = {
  'database-unreachable': 'The database does not answer',
  'database-full': 'The database has no room left',
  'database-busy': 'The database is busy',
  'database-refused': 'The database refuses this user',
};

/** The failure that an error of PostgreSQL or of its connection is; any other error is a defect and comes back as it is. */
export function databaseFailure(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Failure) return error;
  const { code: given, message } = error as NodeJS.ErrnoException;
  const code = codeOf(given, message);
  if (code === undefined) return error;
  // A socket's message holds the address, which is no business of the registry's clients.
  const why = given !== undefined && SOCKET.test(given) ? given : message.replace(/\.$/, '');
  return new Failure(code, `${SAID[code]}: ${why}.`, { cause: error });
}

function codeOf(given: string | undefined, message: string): FailureCode | undefined {
  if (given === undefined) return GONE.test(message) ? 'database-unreachable' : undefined;
  return CODES[given] ?? CODES[given.slice(0, 2)] ?? (SOCKET.test(given) ? 'database-unreachable' : undefined);
}
