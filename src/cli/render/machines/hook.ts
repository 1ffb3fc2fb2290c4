import type { ChalkInstance } from 'chalk';
import type { Diagnostic } from '../../../base/diagnostic.ts';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { HookOutcome } from '../../../workflows/hooks/hook-outcome.ts';
import type { HooksOutcome, InstalledHook } from '../../../workflows/hooks/install-hooks.ts';
import { jsonDocument } from '../../json.ts';

/** More findings than this are counted: a commit is mended from the top. */
const MOST_SHOWN = 20;

const SKIP = { 'pre-commit': 'git commit --no-verify', 'pre-push': 'git push --no-verify' } as const;

/** What a hook found, short; nothing when there is nothing to say. */
export function hookText({ event, diagnostics, files, errors, repaired, left }: HookOutcome, color: ChalkInstance): string {
  const shown = diagnostics.toSorted(errorsFirst).slice(0, MOST_SHOWN);
  const rest = diagnostics.length - shown.length;
  const blocks = shown.map((finding) => findingText(finding, color));
  if (rest > 0) blocks.push(color.dim(`… and ${rest} more: promptlane check --staged`));
  blocks.push(...repaired.map((line) => `${color.green('✓')} ${printable(line)}`));
  blocks.push(...left.map((line) => `${color.yellow('!')} ${printable(line)}`));
  const isStopped = errors > 0 || repaired.length > 0;
  if (!isStopped)
    return [...blocks, ...(files > 0 ? [`${color.green('✓')} promptlane: ${counted(files, 'file')} checked`] : [])].join('\n');
  const what = event === 'pre-commit' ? 'Not committed' : 'Not pushed';
  const why = errors > 0 ? counted(errors, 'error') : 'files were repaired, look at them and commit again';
  return [...blocks, `${color.red('✗')} ${what}: ${why}. ${color.dim(`To skip the hook: ${SKIP[event]}`)}`].join('\n');
}

export function hookJson({ event, diagnostics, files, errors, warnings, repaired, left }: HookOutcome): string {
  return jsonDocument('promptlane/hook/v1', { event, files, errors, warnings, diagnostics, repaired, left });
}

function findingText({ file, range, severity, rule, message, hint }: Diagnostic, color: ChalkInstance): string {
  const place = color.bold(printable(`${file}:${range.line}:${range.column}`));
  const kind = severity === 'error' ? color.red('error') : severity === 'warning' ? color.yellow('warning') : color.blue('info');
  const line = `${place} ${kind} ${printable(message)} ${color.dim(`[${printable(rule)}]`)}`;
  return hint === undefined ? line : `${line}\n  ${color.dim(printable(hint))}`;
}

const WEIGHT = { error: 0, warning: 1, info: 2 } as const;

function errorsFirst(one: Diagnostic, other: Diagnostic): number {
  return WEIGHT[one.severity] - WEIGHT[other.severity];
}

const HOOK_RESULTS: Readonly<Record<InstalledHook['result'], (hook: InstalledHook) => string>> = {
  installed: ({ file }) => `installed: ${file}`,
  chained: ({ file, hook }) => `installed: ${file}; what was there runs first, as ${hook}.before-promptlane`,
  unchanged: ({ file }) => `already installed: ${file}`,
  managed: ({ file, manager = '' }) => `${manager} runs promptlane already: ${file}`,
  removed: ({ file }) => `removed: ${file}`,
  restored: ({ file }) => `removed; what was there before is back: ${file}`,
  absent: () => 'was not installed',
};

/** What became of each hook, a line each. */
export function hooksText({ hooks }: HooksOutcome, color: ChalkInstance): string {
  return hooks.map((one) => `${color.bold(one.hook)} ${printable(HOOK_RESULTS[one.result](one))}`).join('\n');
}

export function hooksJson({ hooks }: HooksOutcome): string {
  return jsonDocument('promptlane/hooks/v1', { hooks });
}
