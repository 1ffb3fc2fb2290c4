import type { ChalkInstance } from 'chalk';
import { shortDigest } from '../../../base/digest.ts';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { DatasetSummary } from '../../../workflows/evaluation/datasets/list-datasets.ts';
import { jsonDocument } from '../../json.ts';
import { fittedTable } from '../table.ts';

/** More tags than this fill a line and say nothing. */
const MOST_TAGS = 5;

/** Renders the datasets as a table. */
export function datasetsText(datasets: readonly DatasetSummary[], color: ChalkInstance, columns: number): string {
  if (datasets.length === 0) return 'No datasets. A suite names one under `dataset`.';
  const header = ['DATASET', 'CASES', 'EXPECTED', 'DIGEST', 'SUITES', 'TAGS'].map((title) => color.dim(title));
  const rows = datasets.map(({ path, cases, expecting, digest, suites, tags, untagged }) => [
    printable(path),
    String(cases),
    String(expecting),
    digest === undefined ? color.red('invalid') : shortDigest(digest),
    suites.length === 0 ? color.dim('none') : printable(suites.join(', ')),
    tagsText(tags, untagged, color),
  ]);
  return fittedTable(header, rows, columns);
}

export function datasetsJson(datasets: readonly DatasetSummary[]): string {
  return jsonDocument('promptlane/datasets/v1', { datasets });
}

function tagsText(tags: DatasetSummary['tags'], untagged: number, color: ChalkInstance): string {
  if (tags.size === 0) return color.dim('none');
  const shown = [...tags].slice(0, MOST_TAGS).map(([tag, count]) => `${printable(tag)} ${count}`);
  const rest = tags.size - shown.length;
  return [...shown, ...(rest > 0 ? [counted(rest, 'more tag')] : []), ...(untagged > 0 ? [color.dim(`untagged ${untagged}`)] : [])].join(
    ', ',
  );
}
