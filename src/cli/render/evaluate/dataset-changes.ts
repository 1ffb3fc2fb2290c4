import type { ChalkInstance } from 'chalk';
import { shortDigest } from '../../../base/digest.ts';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { AddedCase } from '../../../workflows/evaluation/datasets/add-case.ts';
import type { PulledDataset } from '../../../workflows/evaluation/datasets/pull-dataset.ts';
import type { PushedDataset } from '../../../workflows/evaluation/datasets/push-dataset.ts';
import { jsonDocument } from '../../json.ts';

/** Renders which case was added, and what is to be looked at. */
export function addedCaseText({ path, case: evalCase, cases, warnings }: AddedCase, color: ChalkInstance): string {
  const { id, label, where } = evalCase;
  const called = label === id ? printable(id) : `${printable(id)} ${color.dim(printable(label))}`;
  const lines = warnings.map(({ message, hint }) => `${color.yellow('!')} ${message}${hint === undefined ? '' : ` ${hint}`}`);
  return [`${color.green('+')} ${printable(path)}:${where.line}  ${called}  (${counted(cases, 'case')})`, ...lines].join('\n');
}

export function addedCaseJson({ path, case: evalCase, cases, warnings }: AddedCase): string {
  const { caseId, id, inputs, expected, tags, where } = evalCase;
  const added = { caseId, id, inputs, ...(expected !== undefined && { expected }), tags, line: where.line };
  return jsonDocument('promptlane/dataset-add/v1', {
    path,
    case: added,
    cases,
    warnings: warnings.map(({ rule, message }) => ({ rule, message })),
  });
}

/** Renders a stored version and the line that makes a suite ask it. */
export function pushedDatasetText(
  { name, digest, reference, rows, uploaded, parts, created }: PushedDataset,
  color: ChalkInstance,
): string {
  const what = created
    ? `${color.green('✓')} Stored ${name}@${shortDigest(digest)}: ${counted(rows, 'row')}, ${uploaded} of ${counted(parts, 'part')} sent.`
    : `${color.green('✓')} The registry has ${name}@${shortDigest(digest)} already: ${counted(rows, 'row')}.`;
  return `${what}\n\n  dataset: ${reference}`;
}

export function pushedDatasetJson(pushed: PushedDataset): string {
  return jsonDocument('promptlane/dataset-push/v1', { ...pushed });
}

/** Renders what was pulled and where suites find it. */
export function pulledDatasetText({ reference, rows, path }: PulledDataset, color: ChalkInstance): string {
  const done = `${color.green('✓')} ${counted(rows, 'row')} of ${reference}`;
  return path === undefined ? `${done}\n\n  dataset: ${reference}` : `${done} in ${printable(path)}`;
}

export function pulledDatasetJson(pulled: PulledDataset): string {
  return jsonDocument('promptlane/dataset-pull/v1', { ...pulled });
}
