import type { FailureKind } from '../../../base/failure.ts';

/** What one look found. */
export interface Finding {
  /** What was looked at, in a word or two; stable. */
  readonly check: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly message: string;
  /** A command, or what else mends it. */
  readonly fix?: string;
  /** Of a fail: what sort of trouble it is, for the exit code. */
  readonly kind?: FailureKind;
}

/** One look at the machine or the project; it may find several things, or nothing to speak of. */
export interface Examination {
  readonly check: string;
  look(signal: AbortSignal): Promise<readonly Finding[]> | readonly Finding[];
}

/** Looks at everything at once. What does not answer within the time is a warning: a doctor who waits is of no use. */
export async function examine(examinations: readonly Examination[], deadlineMs: number): Promise<Finding[]> {
  const findings = await Promise.all(examinations.map((examination) => lookWithin(examination, deadlineMs)));
  return findings.flat();
}

async function lookWithin({ check, look }: Examination, deadlineMs: number): Promise<readonly Finding[]> {
  const signal = AbortSignal.timeout(deadlineMs);
  const late = new Promise<Finding[]>((resolve) => {
    signal.addEventListener('abort', () => resolve([{ check, status: 'warn', message: `gave no answer within ${deadlineMs / 1000} s` }]));
  });
  const looking = async () => look(signal);
  const looked = looking().catch((error: unknown): Finding[] => [{ check, status: 'fail', message: saidBy(error), kind: 'usage' }]);
  return Promise.race([looked, late]);
}

/** The first line of what went wrong: stacks and lists are for other commands. */
export function saidBy(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
