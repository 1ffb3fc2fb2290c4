import type { ChalkInstance } from 'chalk';
import type { PromoteOutcome } from '../../../workflows/release/moves/promote.ts';
import { jsonDocument } from '../../json.ts';
import { movesText } from './moves.ts';
import { bodyText, brokenText } from './plan.ts';

/** Renders a promotion: what the registry serves now, and what the lockfile says. */
export function promotionText(outcome: PromoteOutcome, color: ChalkInstance): string {
  const { plan, from, file, applied, lockfile, asked } = outcome;
  const { environment } = plan;
  if (plan.refusals.length > 0 && !applied) {
    return [`${color.red('✗')} Promotion from ${from} to ${environment} refused, nothing was written.`, ...bodyText(plan, color)].join(
      '\n',
    );
  }
  const written = lockfile === 'written' ? `Wrote ${file}: ${environment} pins what ${from} pins.` : `${file} already says so.`;
  if (applied)
    return [
      `${color.green('✓')} Promoted to ${environment}${brokenText(plan, color)}:`,
      ...movesText(plan.moves, color),
      color.dim(written),
    ].join('\n');
  if (plan.moves.length === 0 && asked) return `${color.green('✓')} ${environment} already serves these versions. ${color.dim(written)}`;
  return [
    `${color.green('✓')} ${written}`,
    ...movesText(plan.moves, color),
    ...(lockfile === 'written'
      ? [
          color.dim(
            `Commit it; \`promptlane apply ${environment}\` moves the registry${asked ? '' : ', whose gates judge then: none is configured here'}.`,
          ),
        ]
      : []),
  ].join('\n');
}

export function promotionJson({ plan, from, file, applied, lockfile, asked }: PromoteOutcome): string {
  return jsonDocument('promptlane/promotion/v1', { from, applied, asked, file, lockfile, plan });
}
