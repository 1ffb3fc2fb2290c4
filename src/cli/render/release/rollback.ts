import type { ChalkInstance } from 'chalk';
import { type Digest, shortDigest } from '../../../base/digest.ts';
import type { Rollout } from '../../../protocol/rollout-values.ts';
import type { RollbackOutcome } from '../../../workflows/release/moves/rollback.ts';
import { jsonDocument } from '../../json.ts';

/** Renders what is served now, and how to make Git agree. */
export function rollbackText(outcome: RollbackOutcome, color: ChalkInstance): string {
  const { environment, prompt, from, to, moved, ended, lockfilePinsTheVersionLeft } = outcome;
  const over = ended === undefined ? [] : endedLines(outcome, ended, color);
  if (!moved && over.length > 0) return over.join('\n');
  if (!moved) return `${color.green('✓')} ${environment} already serves ${prompt} ${shortDigest(to)}. No pin moved.`;
  const before = from ? shortDigest(from) : 'nothing';
  const lines = [`${color.green('✓')} Rolled ${prompt} back in ${environment}: ${color.dim(before)} → ${color.green(shortDigest(to))}`];
  if (from) lines.push(`  ${before} is quarantined in ${environment}: apply and promote refuse it there.`);
  if (lockfilePinsTheVersionLeft) {
    lines.push(color.dim(`  The lockfile still asks for it: revert that commit, or promote a mended version.`));
  }
  return [...lines, ...over].join('\n');
}

function endedLines({ environment, prompt, to }: RollbackOutcome, ended: Rollout, color: ChalkInstance): string[] {
  const tried = ended.definition.variants.filter(({ id }) => id !== 'control').map(({ version }) => shortDigest(version as Digest));
  return [
    `${color.green('✓')} Ended the rollout of ${prompt} in ${environment}: everybody gets ${color.green(shortDigest(to))} again.`,
    `  ${tried.join(', ')} is quarantined in ${environment}: apply and promote refuse it there.`,
  ];
}

export function rollbackJson(outcome: RollbackOutcome): string {
  return jsonDocument('promptlane/rollback/v1', outcome);
}
