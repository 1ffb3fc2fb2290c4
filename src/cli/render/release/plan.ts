import type { ChalkInstance } from 'chalk';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { Refusal } from '../../../release/plan.ts';
import type { ApplyOutcome } from '../../../workflows/release/moves/apply.ts';
import type { PlanOutcome } from '../../../workflows/release/moves/plan.ts';
import type { DescribedPlan } from '../../../workflows/release/moves/plan-pins.ts';
import { jsonDocument } from '../../json.ts';
import { movesText } from './moves.ts';

/** Renders what `apply` would do, environment by environment, with each refusal and what would satisfy it. */
export function planText({ plans, drift }: PlanOutcome, color: ChalkInstance): string {
  const blocks = plans.map((plan) => {
    if (plan.moves.length === 0)
      return `${color.green('✓')} ${plan.environment} serves what the lockfile pins ${revisionText(plan, color)}`;
    const verdict = plan.refusals.length > 0 ? color.red(' refused') : '';
    return [
      `${plan.environment}: ${counted(plan.moves.length, 'pin moves', 'pins move')}${verdict} ${revisionText(plan, color)}`,
      ...bodyText(plan, color),
    ].join('\n');
  });
  const notes = drift.map((line) => `${color.yellow('!')} ${line}`);
  return [...blocks, ...notes].join('\n');
}

export function planJson({ plans, drift }: PlanOutcome): string {
  return jsonDocument('promptlane/plan-outcome/v1', { plans, drift });
}

/** Renders what was applied, or why nothing was. */
export function applyText(outcomes: readonly ApplyOutcome[], color: ChalkInstance): string {
  return outcomes.map((outcome) => appliedText(outcome, color)).join('\n');
}

export function applyJson(outcomes: readonly ApplyOutcome[]): string {
  return jsonDocument('promptlane/apply/v1', { outcomes });
}

function appliedText({ plan, applied }: ApplyOutcome, color: ChalkInstance): string {
  if (plan.moves.length === 0) return `${color.green('✓')} ${plan.environment} already serves these versions.`;
  if (!applied) return [`${color.red('✗')} ${plan.environment}: refused, nothing moved.`, ...bodyText(plan, color)].join('\n');
  const broken =
    plan.refusals.length === 0 ? '' : color.red(` against policy: ${plan.refusals.map(({ code }) => printable(code)).join(', ')}`);
  return [`${color.green('✓')} Applied to ${plan.environment}${broken}:`, ...movesText(plan.moves, color)].join('\n');
}

export function bodyText({ moves, refusals }: DescribedPlan, color: ChalkInstance): string[] {
  return [...movesText(moves, color), ...refusals.flatMap((refusal) => refusalText(refusal, color))];
}

function refusalText({ code, message, satisfy }: Refusal, color: ChalkInstance): string[] {
  return [`  ${color.red('✗')} ${printable(message)} ${color.dim(`[${printable(code)}]`)}`, `    ${color.dim(printable(satisfy))}`];
}

function revisionText({ revision }: DescribedPlan, color: ChalkInstance): string {
  return color.dim(`(revision ${revision})`);
}
