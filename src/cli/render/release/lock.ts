import type { ChalkInstance } from 'chalk';
import { counted } from '../../../base/text/counted.ts';
import type { LockOutcome } from '../../../workflows/release/lock.ts';
import { jsonDocument } from '../../json.ts';
import { movesText } from './moves.ts';

/** Renders what was pinned, or what would have to be. */
export function lockText({ environment, file, moves, prompts, lockfile }: LockOutcome, color: ChalkInstance): string {
  const headline = {
    unchanged: `${color.green('✓')} ${file} is current: ${environment} pins ${counted(prompts, 'prompt')}.`,
    written: `${color.green('✓')} Wrote ${file}: ${environment} pins ${counted(prompts, 'prompt')}.`,
    outdated: `${color.red('✗')} ${file} is out of date for ${environment}. Run \`promptlane lock\` and commit it.`,
  }[lockfile];
  const restyled =
    lockfile !== 'unchanged' && moves.length === 0 && prompts > 0
      ? [color.dim('  no version changed, only the text of a file or the lockfile itself')]
      : [];
  return [headline, ...movesText(moves, color), ...restyled].join('\n');
}

export function lockJson({ environment, file, moves, prompts, lockfile }: LockOutcome): string {
  return jsonDocument('promptlane/lock/v1', { environment, file, lockfile, prompts, moves });
}
