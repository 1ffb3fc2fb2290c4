import type { ChalkInstance } from 'chalk';
import type { Json } from '../../../base/json/canonical-json.ts';
import { printable } from '../../../base/text/printable.ts';
import type { EvalCase } from '../../../evals/dataset/eval-case.ts';
import type { DatasetDiff } from '../../../workflows/evaluation/datasets/diff-datasets.ts';
import { jsonDocument } from '../../json.ts';

/** More cases of one kind than this are counted. */
const MOST_SHOWN = 50;
const LONGEST = 60;

/** Renders which cases came, went, and expect something else now. */
export function datasetDiffText({ before, after, added, removed, changed, counts }: DatasetDiff, color: ChalkInstance): string {
  const blocks = [
    block(added, counts.added, ({ where, label }) => `  ${color.green('+')} ${place(where)} ${printable(label)}`, color),
    block(removed, counts.removed, ({ where, label }) => `  ${color.red('-')} ${place(where)} ${printable(label)}`, color),
    block(
      changed,
      counts.changed,
      (pair) => `  ${color.yellow('~')} ${place(pair.after.where)} ${printable(pair.after.label)}\n${expectations(pair, color)}`,
      color,
    ),
  ].filter((text) => text !== '');
  const summary = `${counts.added} added, ${counts.removed} removed, ${counts.changed} with another expectation, ${counts.same} the same`;
  return [printable(`${before} → ${after}`), ...blocks, summary].join('\n');
}

export function datasetDiffJson({ before, after, added, removed, changed, counts }: DatasetDiff): string {
  return jsonDocument('promptlane/dataset-diff/v1', {
    before,
    after,
    added: added.map(caseJson),
    removed: removed.map(caseJson),
    changed: changed.map((pair) => ({ before: caseJson(pair.before), after: caseJson(pair.after) })),
    same: counts.same,
    counts,
  });
}

function block<Item>(items: readonly Item[], count: number, line: (item: Item) => string, color: ChalkInstance): string {
  const rest = count - MOST_SHOWN;
  return [...items.slice(0, MOST_SHOWN).map(line), ...(rest > 0 ? [color.dim(`    and ${rest} more`)] : [])].join('\n');
}

function expectations({ before, after }: { readonly before: EvalCase; readonly after: EvalCase }, color: ChalkInstance): string {
  return `      expects ${color.red(shown(before.expected))} → ${color.green(shown(after.expected))}`;
}

function shown(value: Json | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return printable(text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);
}

function place({ line }: EvalCase['where']): string {
  return `line ${line}`.padEnd(9);
}

function caseJson({ caseId, id, inputs, expected, tags, where }: EvalCase) {
  return { caseId, id, inputs, ...(expected !== undefined && { expected }), tags, line: where.line };
}
