import type { ChalkInstance } from 'chalk';
import { printable } from '../../../base/text/printable.ts';
import type { JudgedRollout } from '../../../registry/areas/rollouts.ts';
import type { VariantComparison } from '../../../release/rollout/verdict/compare-variants.ts';
import type { Measured } from '../../../release/rollout/verdict/rollout-verdict.ts';
import { figure, splitText } from '../../../release/rollout/verdict/verdict-text.ts';
import { jsonDocument } from '../../json.ts';
import { fittedTable } from '../table.ts';
import { standingText } from './headline.ts';

/** Renders each variant beside control in each metric, and what may be concluded. */
export function resultsText({ rollout, verdict, results }: JudgedRollout, color: ChalkInstance, columns: number): string {
  const head = `${color.bold(rollout.prompt)} in ${rollout.environment} is ${standingText(rollout, color)}`;
  if (results.length === 0) return `${head}\nNobody has told any outcome yet.`;
  const header = ['metric', 'variant', 'control', 'variant has', 'difference (95 %)', 'shown'].map((title) => color.dim(title));
  const rows = results.map((result) => [
    printable(result.metric),
    printable(result.variant),
    measuredText(result.control),
    measuredText(result.candidate),
    differenceText(result),
    SHOWN[result.shown](color),
  ]);
  const broken = verdict.split.isBroken ? [`${color.red('✗')} ${splitText(verdict.split)} No figure can be trusted.`] : [];
  return [head, fittedTable(header, rows, columns), ...broken, ...decisionLines(verdict, color)].join('\n');
}

const SHOWN: Readonly<Record<VariantComparison['shown'], (color: ChalkInstance) => string>> = {
  more: (color) => color.cyan('more'),
  less: (color) => color.cyan('less'),
  open: (color) => color.dim('open'),
};

function measuredText({ units, mean }: Measured): string {
  return mean === undefined ? '–' : `${figure(mean)} (${units})`;
}

function differenceText({ difference }: VariantComparison): string {
  if (difference === undefined) return '–';
  return `${signed(difference.estimate)} [${signed(difference.low)}, ${signed(difference.high)}]`;
}

function signed(value: number): string {
  return value > 0 ? `+${figure(value)}` : figure(value);
}

/** What the guardrails let one decide: which of several harmless variants is best is for people to say. */
function decisionLines({ guardrails, split }: JudgedRollout['verdict'], color: ChalkInstance): string[] {
  if (split.isBroken || guardrails.length === 0) return [];
  const worse = guardrails.filter(({ verdict }) => verdict === 'worse');
  if (worse.length > 0)
    return [`${color.red('✗')} Go back: ${list(worse.map(({ variant, metric }) => `${variant} in ${metric}`))} shown to be worse.`];
  const open = guardrails.filter(({ verdict }) => verdict === 'inconclusive');
  if (open.length > 0)
    return [
      `${color.yellow('?')} Wait: ${list(open.map(({ variant, metric }) => `${variant} in ${metric}`))} not shown to be harmless yet.`,
    ];
  return [`${color.green('✓')} Go on: every guardrail is shown to be kept.`];
}

function list(texts: readonly string[]): string {
  return `${texts.map(printable).join(', ')} ${texts.length === 1 ? 'is' : 'are'}`;
}

export function resultsJson({ rollout, verdict, results }: JudgedRollout): string {
  return jsonDocument('promptlane/rollout-results/v1', { rollout, results, verdict });
}
