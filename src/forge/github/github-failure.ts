import { Failure } from '../../base/failure.ts';
import { isJsonObject } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import { connectionError } from '../../base/net/connection-error.ts';
import { pauseOf } from './rate-limit.ts';

/** What was asked, of whom, and what it needs. The token is only here to be cut out of what GitHub says. */
export interface Asked {
  /** Method and path. */
  readonly what: string;
  readonly host: string;
  /** As a workflow writes it: `pull-requests: write`. */
  readonly permission: string;
  readonly token: string;
  readonly timeoutMs: number;
}

interface Refused {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const MESSAGE_LENGTH = 300;

/** The failure that an answer of status 300 or more means. */
export function refusal(refused: Refused, asked: Asked): Failure {
  const { status, text } = refused;
  const said = messageOf(text, asked.token);
  const message = `${asked.host} answered ${status} to ${asked.what}${said === '' ? '.' : `: ${said}`}`;
  const pause = pauseOf(refused, Date.now());
  if (pause !== undefined) {
    return new Failure('rate-limited', message, {
      hint: `GitHub asks to wait ${Math.ceil(pause / 1000)} s. Run the job again after that.`,
    });
  }
  if (status >= 500) return new Failure('forge-unreachable', message);
  return new Failure('forge-refused', message, { hint: hintOf(status, asked.permission) });
}

/** The failure of a connection that breaks, or that nobody answers. */
export function unreachable(error: unknown, { what, host, timeoutMs }: Asked): Failure {
  const isTimeout = (error as { name?: unknown }).name === 'TimeoutError';
  const why = isTimeout ? `did not answer within ${timeoutMs / 1000} s` : `cannot be reached (${connectionError(error)})`;
  return new Failure('forge-unreachable', `${host} ${why}: ${what}.`, { cause: error });
}

/** The failure of an answer that is not in the words of GitHub's API. */
export function malformed(how: string, { what, host }: Asked): Failure {
  return new Failure('forge-unreachable', `${host} answered ${what} with something else than its API says (${how}).`, {
    hint: 'Check GITHUB_API_URL; a proxy may have answered instead.',
  });
}

function hintOf(status: number, permission: string): string {
  if (status === 401) return 'The token is not accepted: leave out the input `token`, or give one that has not expired.';
  // A private repository answers "not found" to whom it does not know.
  if (status === 403 || status === 404) return `Let the job have \`permissions: { ${permission} }\`.`;
  return 'The message above is what GitHub says about it.';
}

function messageOf(text: string, token: string): string {
  const body = jsonValue(text);
  const message = isJsonObject(body) && typeof body.message === 'string' ? body.message : '';
  const clean = token === '' ? message : message.replaceAll(token, '***');
  return clean.length > MESSAGE_LENGTH ? `${clean.slice(0, MESSAGE_LENGTH)}…` : clean;
}
