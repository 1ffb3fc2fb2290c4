import type { ChalkInstance } from 'chalk';
import { printable } from '../../../base/text/printable.ts';
import type { SliceComparison } from '../../../evals/comparison/comparison.ts';
import { pText, signedText } from '../../../evals/gate/figure-text.ts';
import { fittedTable } from '../table.ts';

/** Slices shown; `--json` has all. */
const SHOWN = 5;

/** The tags whose cases got worse, the likeliest first. For reading: what gates stands among the checks. */
export function slicesText(slices: readonly SliceComparison[], color: ChalkInstance, width: number): string[] {
  const worse = slices.filter(({ counts }) => counts.regressed > 0);
  if (worse.length === 0) return [];
  const titles = ['  TAG', 'SCORER', 'DELTA (95 %)', 'P (RANKED)', 'CASES'].map((title) => color.dim(title));
  const rows = worse
    .slice(0, SHOWN)
    .map(({ tag, scorer, counts, statistics, rankingP }) => [
      `  ${printable(tag)}`,
      printable(scorer),
      statistics ? deltaText(statistics.delta) : '-',
      rankingP === undefined ? '-' : pText(rankingP),
      `${counts.regressed} worse, ${counts.improved} better${statistics ? ` of ${statistics.pairs}` : ''}`,
    ]);
  const more = worse.length - rows.length;
  const rest = more > 0 ? [color.dim(`  … and ${more} more, which --json has`)] : [];
  return [[color.bold('Worse by tag'), fittedTable(titles, rows, width), ...rest].join('\n')];
}

function deltaText({ value, low, high }: NonNullable<SliceComparison['statistics']>['delta']): string {
  return `${signedText(value)} (${signedText(low)}…${signedText(high)})`;
}
