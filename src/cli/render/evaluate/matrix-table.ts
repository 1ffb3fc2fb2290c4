import type { ChalkInstance } from 'chalk';
import { printable } from '../../../base/text/printable.ts';
import type { EvalReport } from '../../../evals/report/eval-report.ts';
import { type ComparedCells, comparedCells } from '../../../evals/report/matrix-cells.ts';
import { fittedTable } from '../table.ts';

/** Compares the cells of each suite that has a matrix: what each scorer gave, what it cost and how long it took. */
export function matrixTexts(reports: readonly EvalReport[], color: ChalkInstance, width: number): string[] {
  return comparedCells(reports).map(
    (cells) => `${color.bold(`${printable(cells.suite)}  ${cells.prompt}`)}\n${cellsTable(cells, color, width)}`,
  );
}

function cellsTable({ titles, rows }: ComparedCells<EvalReport>, color: ChalkInstance, width: number): string {
  return fittedTable(
    ['CELL', ...titles.map((title) => printable(title).toUpperCase()), 'VERDICT'].map((title) => color.dim(title)),
    rows.map(({ cell, figures, report }) => [printable(cell), ...figures, verdictText(report.outcome, color)]),
    width,
  );
}

function verdictText(outcome: EvalReport['outcome'], color: ChalkInstance): string {
  if (outcome === 'passed') return color.green(outcome);
  return outcome === 'failed' ? color.red(outcome) : color.yellow(outcome);
}
