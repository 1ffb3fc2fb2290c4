import type { ChalkInstance } from 'chalk';
import { shortDigest } from '../../../base/digest.ts';
import type { RollbackOutcome } from '../../../workflows/release/moves/rollback.ts';
import { jsonDocument } from '../../json.ts';

/** Renders what is served now, and how to make Git agree. */
export function rollbackText(outcome: RollbackOutcome, color: ChalkInstance): string {
  const { environment, prompt, from, to, moved, lockfilePinsTheVersionLeft } = outcome;
  if (!moved) return `${color.green('✓')} ${environment} already serves ${prompt} ${shortDigest(to)}. No pin moved.`;
  const before = from ? shortDigest(from) : 'nothing';
  const lines = [`${color.green('✓')} Rolled ${prompt} back in ${environment}: ${color.dim(before)} → ${color.green(shortDigest(to))}`];
  if (from) lines.push(`  ${before} is quarantined in ${environment}: apply and promote refuse it there.`);
  if (lockfilePinsTheVersionLeft) {
    lines.push(color.dim(`  The lockfile still asks for it: revert that commit, or promote a mended version.`));
  }
  return lines.join('\n');
}

export function rollbackJson(outcome: RollbackOutcome): string {
  return jsonDocument('promptlane/rollback/v1', outcome);
}
