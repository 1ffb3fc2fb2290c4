import { FAILURES, Failure, type FailureCode } from '../../base/failure.ts';
import type { CiFinding, CiGate } from './document/ci-document.ts';
import type { GateResult } from './gate-result.ts';

/**
 * What a gate says, or that it could not be judged: an expected failure in one gate keeps no other from its verdict.
 *
 * Anything else that is thrown is a defect and ends the run.
 */
export async function judge(gate: CiGate, prefix: string, ask: () => Promise<GateResult>): Promise<GateResult> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'interrupted') throw error;
    return gate !== 'lock' && UNREADABLE_LOCKFILE.includes(error.code) ? withoutLockfile(gate, error) : troubleOf(gate, error, prefix);
  }
}

/** Failures that the lock gate reports; it alone says what is wrong with the lockfile. */
export const UNREADABLE_LOCKFILE: readonly FailureCode[] = ['lockfile-invalid', 'lockfile-conflicted'];

/** The result of a gate that has to know what is pinned: not judged, and alone it would end as the lockfile's failure does. */
function withoutLockfile(gate: CiGate, { code }: Failure): GateResult {
  return { gate, status: 'skipped', summary: 'Not judged: a lockfile cannot be read.', ending: FAILURES[code].kind, findings: [] };
}

/** The result of a gate that a failure kept from a verdict. */
function troubleOf(gate: CiGate, failure: Failure, prefix: string): GateResult {
  return {
    gate,
    status: 'trouble',
    summary: `Could not be judged: ${failure.message}`,
    ending: FAILURES[failure.code].kind,
    findings: [failureFinding(gate, failure, prefix)],
  };
}

/** A failure as a finding, so that every report tells it. */
export function failureFinding(gate: CiGate, { code, message, hint, where }: Failure, prefix: string): CiFinding {
  const place = where && {
    file: `${prefix}${where.file}`,
    line: where.line,
    column: where.column,
    endLine: where.line,
    endColumn: where.column,
  };
  return { gate, rule: code, severity: 'error', message, hint, ...(place && { place }) };
}
