import type { ChalkInstance } from 'chalk';
import { shortDigest } from '../../../base/digest.ts';
import { printable } from '../../../base/text/printable.ts';
import type { AcceptedSuite, Evidence, EvidenceDetails } from '../../../registry/areas/evidence.ts';
import type { UploadedEvaluation } from '../../../workflows/evidence/upload-evaluations.ts';
import type { EvidenceVerification } from '../../../workflows/evidence/verify-evidence.ts';
import { jsonDocument } from '../../json.ts';
import { fittedTable } from '../table.ts';

/** Renders a list of evidence, one a line. */
export function evidenceText(evidence: readonly Evidence[], color: ChalkInstance, columns: number): string {
  if (evidence.length === 0) return 'There is no evidence. `promptlane eval --upload` gives some.';
  const header = ['evidence', 'prompt', 'suite', 'verdict', 'counts', 'runs', 'by', 'time'].map((title) => color.bold(title));
  const rows = evidence.map((one) => [
    shortDigest(one.id),
    `${one.prompt} ${shortDigest(one.promptDigest)}`,
    printable(one.suite),
    verdictText(one, color),
    one.counts ? color.green('yes') : color.yellow('no'),
    runsText(one.runs),
    printable(one.uploadedBy.name),
    timeText(one.createdAt),
  ]);
  return fittedTable(header, rows, columns);
}

export function evidenceJson(evidence: readonly Evidence[]): string {
  return jsonDocument('promptlane/evidence-list/v1', { evidence });
}

/** Renders one piece of evidence. */
export function evidenceDetailsText({ evidence }: EvidenceDetails, color: ChalkInstance): string {
  const { id, prompt, promptDigest, suite, suiteDigest, cases, baseline, runs, run, uploadedBy, createdAt, why } = evidence;
  const lines: [string, string][] = [
    ['evidence', id],
    ['prompt', `${prompt}@${promptDigest}`],
    ['verdict', verdictText(evidence, color)],
    ['counts', why === undefined ? color.green('yes') : `${color.yellow('no')}: ${printable(why)}`],
    ['suite', `${printable(suite)} ${suiteDigest}`],
    ['cases', cases],
    ['baseline', baseline ?? 'none'],
    ['runs', `${runsText(runs)} (of this suite on this version)`],
    ['run', printable(run)],
    ['uploaded', `${timeText(createdAt)} by ${printable(uploadedBy.name)}`],
  ];
  return lines.map(([name, value]) => `${color.bold(name.padEnd(9))} ${value}`).join('\n');
}

export function evidenceDetailsJson(details: EvidenceDetails): string {
  return jsonDocument('promptlane/evidence/v1', details);
}

/** Renders whether the registry signed an envelope. */
export function evidenceVerificationText({ signedBy, statement }: EvidenceVerification, color: ChalkInstance): string {
  if (signedBy === undefined) return `${color.red('✗')} None of these keys signed this: it was changed, or is of another registry.`;
  const { subject, predicate } = statement as { subject?: { name?: unknown }[]; predicate?: { result?: unknown } };
  const about = `${printable(String(predicate?.result))} ${printable(String(subject?.[0]?.name))}`;
  return `${color.green('✓')} ${about}: signed by the key ${shortDigest(signedBy)}.`;
}

export function evidenceVerificationJson(outcome: EvidenceVerification): string {
  return jsonDocument('promptlane/evidence-verification/v1', { isOk: outcome.signedBy !== undefined, ...outcome });
}

/** Renders what the registry made of uploaded evaluations. */
export function uploadedText(uploaded: readonly UploadedEvaluation[], color: ChalkInstance): string {
  return uploaded
    .map(({ suite, prompt, evidence }) => {
      const says = evidence.why === undefined ? 'It counts.' : `It does not count: ${printable(evidence.why)}`;
      return `Evidence ${shortDigest(evidence.id)} of ${printable(suite)} on ${prompt}: ${verdictText(evidence, color)}. ${says}`;
    })
    .join('\n');
}

/** Renders suites that were accepted. */
export function acceptedText(accepted: readonly AcceptedSuite[], color: ChalkInstance): string {
  const lines = accepted.map(({ suite, digest, cases, time, by, cause, branch }) => {
    const how = cause === 'branch' ? `a run of ${printable(branch ?? '')}` : printable(by.name);
    return `${color.green('✓')} ${printable(suite)} ${shortDigest(digest)} on the cases ${shortDigest(cases)}, accepted ${timeText(time)} by ${how}`;
  });
  return lines.length === 0 ? 'No suite is accepted yet.' : lines.join('\n');
}

export function acceptedJson(accepted: readonly AcceptedSuite[]): string {
  return jsonDocument('promptlane/accepted-suites/v1', { accepted });
}

function verdictText({ verdict }: Evidence, color: ChalkInstance): string {
  if (verdict === 'passed') return color.green(verdict);
  return verdict === 'failed' ? color.red(verdict) : color.yellow(verdict);
}

/** How often it was tried: who runs a suite until it passes is seen here. */
function runsText({ total, failed }: Evidence['runs']): string {
  return failed === 0 ? String(total) : `${total}, ${failed} failed`;
}

function timeText(time: number): string {
  return new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
