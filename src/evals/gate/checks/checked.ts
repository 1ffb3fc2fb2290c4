import type { GateCheck } from '../verdict.ts';

/** A check that can only pass or fail, and blocks when it fails. */
export function checked(
  check: Pick<GateCheck, 'kind' | 'scorer' | 'tag' | 'asked' | 'observed'>,
  isKept: boolean,
  reason: string,
): GateCheck {
  return { ...check, verdict: isKept ? 'pass' : 'fail', blocks: !isKept, reason };
}
