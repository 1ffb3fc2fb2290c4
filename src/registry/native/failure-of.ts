import { FAILURES, Failure, type FailureCode } from '../../base/failure.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import { problemSchema } from '../../protocol/problem.ts';

/** An answer, whatever it says. */
export interface HttpReply {
  readonly status: number;
  readonly text: string;
}

/** Turns an error answer back into the failure that the server met: same code, message, hint and details. */
export function failureOf(origin: string, reply: HttpReply): Failure {
  const problem = problemSchema.safeParse(jsonValue(reply.text));
  if (!problem.success) return new Failure('registry-broken', `${origin} answered ${reply.status} and not in the words of a registry.`);
  const { code, detail, hint, details, requestId } = problem.data;
  if (!isFailureCode(code)) {
    return new Failure(
      'registry-broken',
      `${origin} refused with "${code}", which this program does not know: ${detail} (request ${requestId})`,
    );
  }
  const message = code === 'server-failed' ? `${detail} (request ${requestId})` : detail;
  return new Failure(code, message, { hint, ...(details !== undefined && { details }) });
}

function isFailureCode(code: string): code is FailureCode {
  return Object.hasOwn(FAILURES, code);
}
