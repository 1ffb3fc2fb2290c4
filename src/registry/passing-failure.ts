import { Failure, type FailureCode } from '../base/failure.ts';

const PASSING: ReadonlySet<FailureCode> = new Set([
  'registry-unreachable',
  'registry-broken',
  'rate-limited',
  'server-failed',
  'server-stopping',
  'database-unreachable',
  'database-busy',
]);

/** Whether a registry's trouble may pass by itself, as when it is started anew. */
export function isPassing(error: unknown): error is Failure {
  return error instanceof Failure && PASSING.has(error.code);
}
