import type { PageReport } from '../../evals/report/formats/html/page-data.ts';
import { type ComparedCell, comparedCells } from '../../evals/report/matrix-cells.ts';
import { element } from './element.ts';
import { shownLine } from './figures.ts';
import { section } from './section.ts';
import { OUTCOMES } from './summary.ts';

/** The cells of the matrix that an evaluation is of, side by side; nothing where it is of none. Pressing one shows it. */
export function matrixOf(reports: readonly PageReport[], shown: PageReport, choose: (index: number) => void): HTMLElement | undefined {
  const cells = comparedCells(reports).find(({ rows }) => rows.some(({ report }) => report === shown));
  if (cells === undefined) return undefined;
  const titles = ['Cell', ...cells.titles.map(shownLine), 'Verdict'];
  const head = element('tr', {}, ...titles.map((title) => element('th', { scope: 'col' }, title)));
  const rows = cells.rows.map((row) => cellRow(row, row.report === shown, () => choose(reports.indexOf(row.report))));
  const table = element('table', { class: 'scores cells' }, element('thead', {}, head), element('tbody', {}, ...rows));
  return section('Matrix', element('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': 'Cells of the matrix' }, table));
}

function cellRow({ cell, figures, report }: ComparedCell<PageReport>, isShown: boolean, onPress: () => void): HTMLElement {
  const { mark, text } = OUTCOMES[report.outcome];
  const name = element('button', { type: 'button', class: 'cell', 'aria-current': isShown ? 'true' : undefined }, shownLine(cell));
  name.addEventListener('click', onPress);
  return element(
    'tr',
    { class: isShown ? 'shown' : undefined },
    element('th', { scope: 'row' }, name),
    ...figures.map((figure) => element('td', {}, figure)),
    element('td', { class: TONES[report.outcome] }, element('span', { 'aria-hidden': 'true' }, mark), ` ${text}`),
  );
}

const TONES = { passed: 'good', failed: 'bad', invalid: 'warn', unjudged: 'warn' } as const;
