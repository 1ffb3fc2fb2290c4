import type { Section } from '../../../base/report/markdown/fit-sections.ts';
import { code, codeCell, prose } from '../../../base/report/markdown/markdown-text.ts';
import type { EvalReport } from '../eval-report.ts';
import { comparedCells } from '../matrix-cells.ts';

/** A table for each matrix: its cells side by side, in the order of the suite. */
export function matrixSections(reports: readonly EvalReport[]): Section[] {
  return comparedCells(reports).map(({ suite, prompt, titles, rows }) => ({
    head: [
      `**${code(suite)} on ${code(prompt)} by cell**`,
      '',
      `| cell |${titles.map((title) => ` ${prose(title)} |`).join('')} verdict |`,
      `|---|${titles.map(() => '--:|').join('')}---|`,
    ].join('\n'),
    items: rows.map(({ cell, figures, report }) => `| ${[codeCell(cell), ...figures, report.outcome].join(' | ')} |`),
  }));
}
