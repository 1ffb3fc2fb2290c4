import { dollarText, figureText } from '../gate/figure-text.ts';
import type { EvalReport, ScorerReport } from './eval-report.ts';
import type { RunReport } from './run-report.ts';

/** What a cell is compared by. */
export interface CellReport extends Pick<EvalReport, 'suite' | 'prompt' | 'outcome'> {
  readonly candidate: Pick<RunReport, 'cell' | 'cost' | 'latencyMs'>;
  readonly scorers: readonly Pick<ScorerReport, 'scorer' | 'figures'>[];
}

/** The cells of a matrix side by side, in texts of one line. */
export interface ComparedCells<Report extends CellReport = CellReport> {
  readonly suite: string;
  readonly prompt: string;
  /** Of all columns but the first, which names the cell, and the last, which is its outcome. */
  readonly titles: readonly string[];
  readonly rows: readonly ComparedCell<Report>[];
}

export interface ComparedCell<Report> {
  readonly cell: string;
  /** What each scorer gave, what it cost and how long it took; `-` for what is not known. */
  readonly figures: readonly string[];
  readonly report: Report;
}

/** Sets the cells of each suite that has a matrix side by side, for each prompt; a suite of one cell has nothing to compare. */
export function comparedCells<Report extends CellReport>(reports: readonly Report[]): ComparedCells<Report>[] {
  const groups = new Map<string, Report[]>();
  for (const report of reports.filter(({ candidate }) => candidate.cell !== undefined)) {
    const key = JSON.stringify([report.suite, report.prompt]);
    groups.set(key, [...(groups.get(key) ?? []), report]);
  }
  return [...groups.values()].flatMap((cells) => {
    const [first] = cells;
    if (first === undefined || cells.length < 2) return [];
    const scorers = first.scorers.map(({ scorer }) => scorer);
    const rows = cells.map((report) => ({ cell: report.candidate.cell ?? '', figures: figuresOf(report, scorers), report }));
    return [{ suite: first.suite, prompt: first.prompt, titles: [...scorers, 'cost', 'p50', 'p95'], rows }];
  });
}

function figuresOf({ scorers: reports, outcome, candidate }: CellReport, scorers: readonly string[]): string[] {
  const means = scorers.map((scorer) => {
    const mean = reports.find((report) => report.scorer === scorer)?.figures.mean;
    return outcome === 'invalid' || mean === undefined ? '-' : figureText(mean.value);
  });
  const { cost, latencyMs } = candidate;
  return [...means, cost.unpriced > 0 ? 'unknown' : dollarText(cost.total), timeText(latencyMs?.p50), timeText(latencyMs?.p95)];
}

function timeText(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '-' : `${Math.round(milliseconds)} ms`;
}
