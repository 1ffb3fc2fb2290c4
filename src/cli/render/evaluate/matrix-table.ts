import type { ChalkInstance } from 'chalk';
import { printable } from '../../../base/text/printable.ts';
import { dollarText, figureText } from '../../../evals/gate/figure-text.ts';
import type { EvalReport } from '../../../evals/report/eval-report.ts';
import { fittedTable } from '../table.ts';

/** Compares the cells of each suite that has a matrix: what each scorer gave, what it cost and how long it took. */
export function matrixTexts(reports: readonly EvalReport[], color: ChalkInstance, width: number): string[] {
  const byName = new Map<string, EvalReport[]>();
  for (const report of reports.filter(({ candidate }) => candidate.cell !== undefined)) {
    const name = `${printable(report.suite)}  ${report.prompt}`;
    byName.set(name, [...(byName.get(name) ?? []), report]);
  }
  return [...byName]
    .filter(([, cells]) => cells.length > 1)
    .map(([name, cells]) => `${color.bold(name)}\n${cellsTable(cells, color, width)}`);
}

function cellsTable(cells: readonly EvalReport[], color: ChalkInstance, width: number): string {
  const scorers = cells[0]?.scorers.map(({ scorer }) => scorer) ?? [];
  const titles = ['CELL', ...scorers.map((scorer) => printable(scorer).toUpperCase()), 'COST', 'P50', 'P95', 'VERDICT'];
  const rows = cells.map((report) => {
    const { candidate, outcome } = report;
    const { cost, latencyMs } = candidate;
    const means = scorers.map((scorer) => {
      const mean = report.scorers.find((one) => one.scorer === scorer)?.figures.mean;
      return outcome === 'invalid' || mean === undefined ? '-' : figureText(mean.value);
    });
    const time = (milliseconds: number | undefined) => (milliseconds === undefined ? '-' : `${Math.round(milliseconds)} ms`);
    const price = cost.unpriced > 0 ? 'unknown' : dollarText(cost.total);
    return [printable(candidate.cell ?? ''), ...means, price, time(latencyMs?.p50), time(latencyMs?.p95), verdictText(outcome, color)];
  });
  return fittedTable(
    titles.map((title) => color.dim(title)),
    rows,
    width,
  );
}

function verdictText(outcome: EvalReport['outcome'], color: ChalkInstance): string {
  if (outcome === 'passed') return color.green(outcome);
  return outcome === 'failed' ? color.red(outcome) : color.yellow(outcome);
}
