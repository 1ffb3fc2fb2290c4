import type { ChalkInstance } from 'chalk';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { OnlineOutcome } from '../../../workflows/release/verify-online.ts';
import { jsonDocument } from '../../json.ts';

/** Renders the pins that are not ok, with the reasons; or that all are. */
export function verificationText({ verdicts, pins, isOk }: OnlineOutcome, color: ChalkInstance): string {
  if (isOk) return `${color.green('✓')} ${counted(pins, 'pin')} verified: every digest was recomputed from its content.`;
  const wrong = verdicts.filter(({ status }) => status !== 'ok');
  const lines = wrong.flatMap(({ environment, prompt, status, reasons }) => [
    `${color.red('✗')} ${environment} ${color.bold(prompt)} ${color.red(status)}`,
    ...reasons.map((reason) => `    ${printable(reason)}`),
  ]);
  return [...lines, '', `${wrong.length} of ${counted(verdicts.length, 'pin')} not ok.`].join('\n');
}

export function verificationJson({ verdicts, pins, isOk }: OnlineOutcome): string {
  return jsonDocument('promptlane/verification/v1', { isOk, pins, verdicts });
}
