import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutKeys } from '../../models/secrets.ts';
import { VERSION } from '../version.ts';

/** What was kept of an unexpected error. */
export interface CrashLog {
  /** Eight hex digits, the same for the same error at the same place: what a report is found by. */
  readonly id: string;
  /** Absolute; absent when nothing could be written. */
  readonly file?: string;
}

/** Variables whose values must not reach a file that is sent to others. */
const SECRET_NAME = /KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL|AUTH/i;
/** A shorter value is no secret, and would be found in every word. */
const SECRET_LENGTH = 6;

/**
 * Keeps the stack of an unexpected error in a new file that only this user may read.
 *
 * Beside the machine's other temporary files, not in the project: the project may be what broke. Holds no argument
 * and no variable, because values of prompts and keys stand there; what looks like a key is cut out of the stack.
 */
export function writeCrashLog(error: unknown, variables: Readonly<Record<string, string | undefined>>): CrashLog {
  const stack = withoutSecrets(stackOf(error), variables);
  const id = createHash('sha256').update(placesOf(stack)).digest('hex').slice(0, 8);
  const text = `promptlane ${VERSION}\nnode ${process.version} on ${process.platform} ${process.arch}\n\n${stack}\n`;
  try {
    // A folder of its own, made closed: a name that others can guess in a shared folder could be a link by now.
    const file = join(mkdtempSync(join(tmpdir(), 'promptlane-')), `${id}.log`);
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
    return { id, file };
  } catch {
    return { id };
  }
}

/** The stack with the stacks of its causes. */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return cause === undefined || cause === error ? own : `${own}\ncaused by ${stackOf(cause)}`;
}

/** What the error is and where, without what differs from one machine or file to the next: paths, numbers, quotes. */
function placesOf(stack: string): string {
  return stack.replaceAll(/(?:file:\/\/)?(?:\/[^\s/():]+)*\//g, '').replaceAll(/"[^"\n]*"|'[^'\n]*'/g, '""');
}

function withoutSecrets(text: string, variables: Readonly<Record<string, string | undefined>>): string {
  const secrets = Object.entries(variables).flatMap(([name, value]) =>
    SECRET_NAME.test(name) && value !== undefined && value.length >= SECRET_LENGTH ? [value] : [],
  );
  return secrets.reduce((cleaned, secret) => cleaned.replaceAll(secret, '[secret]'), withoutKeys(text));
}
