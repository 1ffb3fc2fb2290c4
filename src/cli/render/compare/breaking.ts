import type { ChalkInstance } from 'chalk';
import type { Diagnostic } from '../../../base/diagnostic.ts';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { BreakingChange, IgnoredChange } from '../../../prompt/breaking/breaking-change.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { BreakingOutcome } from '../../../workflows/compare/breaking.ts';
import { jsonDocument } from '../../json.ts';
import type { BreakingDocument } from './breaking-document.ts';

/** Renders what a change breaks for people, prompt by prompt, the verdict last. */
export function breakingText(outcome: BreakingOutcome, color: ChalkInstance): string {
  const { changes, ignored, diagnostics, unreadable, before } = outcome;
  const ids = [...new Set([...changes, ...ignored.map(({ change }) => change)].map(({ prompt }) => prompt))];
  const blocks = ids.map((id) => promptBlock(id, outcome, color));
  const ignores = diagnostics.map((finding) => diagnosticText(finding, color));
  const skipped = [...unreadable].map(
    ([id, reason]) =>
      `${color.bold(printable(id))} was invalid in ${printable(before)}, where nobody could call it.\n  ${color.dim(printable(reason))}`,
  );
  return [
    ...blocks,
    ...(ignores.length > 0 ? [[color.underline('Ignores'), ...ignores].join('\n')] : []),
    ...skipped,
    verdictText(outcome, color),
  ].join('\n\n');
}

function promptBlock(id: PromptId, { changes, ignored }: BreakingOutcome, color: ChalkInstance): string {
  const own = changes.filter(({ prompt }) => prompt === id);
  const accepted = ignored.filter(({ change }) => change.prompt === id);
  return [
    color.bold(printable(id)),
    ...own.flatMap((change) => changeLines(change, color)),
    ...accepted.flatMap((one) => ignoredLines(one, color)),
  ].join('\n');
}

const INDENT = ' '.repeat(15);

function changeLines({ rule, level, message, hint, dependents, place }: BreakingChange, color: ChalkInstance): string[] {
  return [
    `  ${levelText(level, color)} ${rule} ${printable(message)}`,
    ...(place ? [color.dim(`${INDENT}${printable(`${place.file}:${place.range.line}:${place.range.column}`)}`)] : []),
    ...(dependents && dependents.length > 0 ? [color.dim(`${INDENT}reaches ${dependents.join(', ')}`)] : []),
    ...(level === 'info' ? [] : [color.dim(`${INDENT}${printable(hint)}`)]),
  ];
}

function ignoredLines({ change, reason }: IgnoredChange, color: ChalkInstance): string[] {
  return [color.dim(`  ignored ${change.rule} ${printable(change.message)}`), color.dim(`${INDENT}because: ${printable(reason)}`)];
}

function levelText(level: BreakingChange['level'], color: ChalkInstance): string {
  if (level === 'error') return color.red('error  ');
  return level === 'warn' ? color.yellow('warning') : color.blue('info   ');
}

function diagnosticText({ file, range, severity, message, rule }: Diagnostic, color: ChalkInstance): string {
  const level = severity === 'warning' ? 'warn' : severity;
  return `  ${levelText(level, color)} ${printable(`${file}:${range.line}:${range.column}`)} ${printable(message)} ${color.dim(rule)}`;
}

const NEXT_STEP = {
  major: 'A release would be a major version.',
  minor: 'A release would be a minor version.',
  patch: 'A release would be a patch.',
  none: 'There is nothing to release.',
} as const;

function verdictText(outcome: BreakingOutcome, color: ChalkInstance): string {
  const { before, after, environment, prompts, changes, ignored, semver, verdict } = outcome;
  const count = (level: BreakingChange['level']) => changes.filter((change) => change.level === level).length;
  const counts = [
    counted(count('error'), 'breaking change'),
    counted(count('warn'), 'warning'),
    ...(count('info') > 0 ? [counted(count('info'), 'note')] : []),
    ...(ignored.length > 0 ? [`${ignored.length} ignored`] : []),
  ];
  const sign = verdict === 'compatible' ? color.green('✓') : color.red('✗');
  const levels = environment === undefined ? '' : ` with the levels of ${environment}`;
  return `${sign} ${printable(before)} → ${printable(after)}, ${counted(prompts.length, 'prompt')}${levels}: ${counts.join(', ')}. ${NEXT_STEP[semver]}`;
}

/** Prints what a change breaks as schemas/breaking.schema.json describes it. */
export function breakingJson(outcome: BreakingOutcome): string {
  const { before, after, environment, prompts, verdict, semver, changes, ignored, diagnostics, unreadable } = outcome;
  const document = {
    before,
    after,
    environment,
    prompts,
    verdict,
    semver,
    changes,
    ignored,
    diagnostics,
    unreadable: [...unreadable].map(([id, reason]) => ({ id, reason })),
  } satisfies Omit<BreakingDocument, 'schema'>;
  return jsonDocument('promptlane/breaking/v1', document);
}
