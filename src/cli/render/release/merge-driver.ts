import type { ChalkInstance } from 'chalk';
import { shortDigest } from '../../../base/digest.ts';
import { printable } from '../../../base/text/printable.ts';
import type { LockedPrompt } from '../../../release/lockfile/lockfile.ts';
import type { DriverOutcome } from '../../../workflows/release/merge/merge-lockfile-files.ts';

/** Renders what a merge of lockfiles left open, among the lines that git prints. */
export function driverText({ path, conflicts, stale }: DriverOutcome, color: ChalkInstance): string {
  const file = printable(path);
  const shown = (pin: LockedPrompt | undefined) => (pin ? shortDigest(pin.digest) : 'not pinned');
  const lines = conflicts.map(
    ({ environment, prompt, ours, theirs }) => `${file}: ${environment} ${prompt}: ours ${shown(ours)}, theirs ${shown(theirs)}`,
  );
  if (stale !== undefined) lines.push(`${file}: ${stale} has to be derived from the merged prompts`);
  const command = conflicts.length > 0 ? 'promptlane lock --resolve --ours (or --theirs)' : 'promptlane lock';
  return [...lines, color.dim(`${file}: run \`${command}\`, then \`git add\` it`)].join('\n');
}
