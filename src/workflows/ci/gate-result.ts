import type { Diagnostic } from '../../base/diagnostic.ts';
import type { FailureKind } from '../../base/failure.ts';
import type { CiDocument, CiFinding, CiGate } from './document/ci-document.ts';

export type GateStatus = CiDocument['gates'][number]['status'];

/** How a command that judged one gate alone would end. */
export type GateEnding = 'ok' | FailureKind;

/** What one gate says of a change. */
export interface GateResult {
  readonly gate: CiGate;
  readonly status: GateStatus;
  /** One line for people. */
  readonly summary: string;
  readonly ending: GateEnding;
  readonly findings: readonly CiFinding[];
  /** What it knows beside its verdict. */
  readonly facts?: Partial<Pick<CiDocument, 'breaking' | 'lock' | 'evaluations' | 'unaffected' | 'cost' | 'plans'>>;
}

/** How a gate ends that says no, or whose warnings count. */
export const FAILED_ENDINGS: Readonly<Record<CiGate, FailureKind>> = {
  check: 'validation',
  secrets: 'validation',
  lock: 'drift',
  breaking: 'breaking',
  eval: 'gate',
  plan: 'access',
};

/** The result that findings come to: errors fail the gate, warnings are told. */
export function resultOf(
  gate: CiGate,
  summary: string,
  findings: readonly CiFinding[],
  facts?: NonNullable<GateResult['facts']>,
): GateResult {
  const has = (severity: CiFinding['severity']) => findings.some((one) => one.severity === severity && one.accepted === undefined);
  const status = has('error') ? 'failed' : has('warning') ? 'warned' : 'passed';
  const ending = status === 'failed' ? FAILED_ENDINGS[gate] : 'ok';
  return { gate, status, summary, ending, findings, ...(facts && { facts }) };
}

/** The result of a gate that had nothing to judge, or could not be asked here. */
export function skipped(gate: CiGate, summary: string, facts?: NonNullable<GateResult['facts']>): GateResult {
  return { gate, status: 'skipped', summary, ending: 'ok', findings: [], ...(facts && { facts }) };
}

/** A finding of a file as a gate reports it: places are relative to the top of the repository. */
export function findingOf(gate: CiGate, { file, range, rule, severity, message, hint }: Diagnostic, prefix: string): CiFinding {
  const { line, column, endLine, endColumn } = range;
  const place = { file: `${prefix}${file}`, line, column, endLine, endColumn };
  return { gate, rule, severity, message, ...(hint !== undefined && { hint }), place };
}
