import type { ChalkInstance } from 'chalk';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import { groupedRefusals, type RefusalGroup } from '../../../release/grouped-refusals.ts';
import type { Refusal } from '../../../release/plan.ts';
import type { ApplyOutcome } from '../../../workflows/release/moves/apply.ts';
import type { PlanOutcome } from '../../../workflows/release/moves/plan.ts';
import { type DescribedPlan, hasChanges } from '../../../workflows/release/moves/plan-pins.ts';
import { jsonDocument } from '../../json.ts';
import { movesText } from './moves.ts';
import { rolloutLines } from './rollout-lines.ts';

/** Renders what `apply` would do, environment by environment, with each refusal and what would satisfy it. */
export function planText({ plans, drift }: PlanOutcome, color: ChalkInstance): string {
  const blocks = plans.map((plan) => {
    if (!hasChanges(plan) && plan.refusals.length === 0)
      return [
        `${color.green('✓')} ${plan.environment} serves what the lockfile pins ${revisionText(plan, color)}`,
        ...rolloutLines(plan, color),
        ...notesText(plan, color),
      ].join('\n');
    const verdict = plan.refusals.length > 0 ? color.red(' refused') : '';
    return [`${plan.environment}: ${countText(plan)}${verdict} ${revisionText(plan, color)}`, ...bodyText(plan, color)].join('\n');
  });
  const notes = drift.map((line) => `${color.yellow('!')} ${line}`);
  return [...blocks, ...notes].join('\n');
}

/** How much changes: pins, and rollouts that start or take new rules. */
function countText({ moves, rollouts = [] }: DescribedPlan): string {
  const split = rollouts.filter(({ change }) => change === 'start' || change === 'update').length;
  const pins = counted(moves.length, 'pin moves', 'pins move');
  const changed = counted(split, 'rollout changes', 'rollouts change');
  if (split === 0) return pins;
  return moves.length === 0 ? changed : `${pins}, ${changed}`;
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
  if (!hasChanges(plan) && plan.refusals.length === 0) {
    return [`${color.green('✓')} ${plan.environment} already serves these versions.`, ...rolloutLines(plan, color)].join('\n');
  }
  if (!applied) return [`${color.red('✗')} ${plan.environment}: refused, nothing moved.`, ...bodyText(plan, color)].join('\n');
  const head = `${color.green('✓')} Applied to ${plan.environment}${brokenText(plan, color)}:`;
  return [head, ...movesText(plan.moves, color), ...rolloutLines(plan, color)].join('\n');
}

/** What was broken where an admin moved against policy. */
export function brokenText({ refusals }: Pick<DescribedPlan, 'refusals'>, color: ChalkInstance): string {
  if (refusals.length === 0) return '';
  return color.red(` against policy: ${[...new Set(refusals.map(({ code }) => printable(code)))].join(', ')}`);
}

export function bodyText({ moves, refusals, rollouts = [], notes = [] }: DescribedPlan, color: ChalkInstance): string[] {
  return [
    ...movesText(moves, color),
    ...rolloutLines({ rollouts }, color),
    ...notesText({ notes }, color),
    ...refusalTexts(refusals, color),
  ];
}

function notesText({ notes = [] }: Pick<DescribedPlan, 'notes'>, color: ChalkInstance): string[] {
  return notes.map((note) => `  ${color.yellow('!')} ${printable(note)}`);
}

/** Why something may not be pinned, and what would satisfy it. */
export function refusalTexts(refusals: readonly Refusal[], color: ChalkInstance): string[] {
  return groupedRefusals(refusals).flatMap((group) => refusalsText(group, color));
}

/** Refusals of one code that one thing satisfies are told once, whatever the number of prompts. */
function refusalsText({ code, refusals, satisfy }: RefusalGroup, color: ChalkInstance): string[] {
  const [first, ...others] = refusals;
  const shown = others.slice(0, MOST_REFUSED - 1);
  const rest = others.length - shown.length;
  return [
    `  ${color.red('✗')} ${printable(first.message)} ${color.dim(`[${printable(code)}]`)}`,
    ...shown.map(({ message }) => `    ${printable(message)}`),
    ...(rest > 0 ? [`    … and ${rest} more; all of them with \`--json\`.`] : []),
    ...satisfy.slice(0, MOST_WAYS).map((way) => `    ${color.dim(printable(way))}`),
    ...(satisfy.length > MOST_WAYS ? [color.dim(`    … and ${satisfy.length - MOST_WAYS} more ways alike.`)] : []),
  ];
}

const MOST_REFUSED = 10;
const MOST_WAYS = 5;

function revisionText({ revision }: DescribedPlan, color: ChalkInstance): string {
  return color.dim(`(revision ${revision})`);
}
