import { dollarText, figureText, signedText } from '../../evals/gate/figure-text.ts';
import type { PageCase, PageScorer, PageVerdict } from '../../evals/report/formats/html/page-data.ts';
import type { CaseQuery, SortKey } from './case-query.ts';
import { element } from './element.ts';
import { durationText, shownLine } from './figures.ts';
import { windowedRows } from './windowed-rows.ts';

export interface CaseTable {
  readonly node: HTMLElement;
  show(cases: readonly PageCase[], query: CaseQuery): void;
  /** Marks a row and brings it into sight. */
  select(index: number): void;
}

export interface CaseTableRequest {
  readonly scorers: readonly PageScorer[];
  readonly onSort: (key: SortKey) => void;
  readonly onOpen: (index: number) => void;
}

/** The list of cases: a line for each, of which only those in sight are elements. */
export function caseTable({ scorers, onSort, onOpen }: CaseTableRequest): CaseTable {
  const rows = windowedRows({ label: 'Cases', onOpen });
  const columns: readonly (readonly [SortKey, string])[] = [
    ['label', 'Case'],
    ...scorers.map(({ scorer }, index) => [index, shownLine(scorer)] as const),
    ['latency', 'Latency'],
    ['cost', 'Cost'],
  ];
  const heads = columns.map(([key, title]) => headCell(key, title, onSort));
  const head = element('div', { class: 'row head', role: 'row', 'aria-rowindex': 1 }, ...heads);
  const node = element('div', { class: 'cases', role: 'grid', 'aria-label': 'Cases' }, head, rows.node);
  node.style.setProperty('--columns', `minmax(13rem, 2fr) repeat(${scorers.length}, minmax(6.5rem, 1fr)) 6rem 6rem`);
  node.style.setProperty('--least', `${13 + 6.5 * scorers.length + 12}rem`);
  return {
    node,
    show(cases, { sort, descending }) {
      node.setAttribute('aria-rowcount', String(cases.length + 1));
      columns.forEach(([key], index) => {
        heads[index]?.setAttribute('aria-sort', key !== sort ? 'none' : descending ? 'descending' : 'ascending');
      });
      rows.show(cases.length, (index) => caseCells(cases[index]));
    },
    select: rows.select,
  };
}

function headCell(key: SortKey, title: string, onSort: (key: SortKey) => void): HTMLElement {
  const button = element('button', { type: 'button', title: `Sort by ${title}` }, title);
  button.addEventListener('click', () => onSort(key));
  return element('div', { role: 'columnheader', 'aria-sort': 'none' }, button);
}

function caseCells(one: PageCase | undefined): HTMLElement[] {
  if (one === undefined) return [];
  const { label, tags, verdicts, spent } = one;
  const cell = (...children: readonly (Node | string)[]) => element('div', { role: 'gridcell' }, ...children);
  return [
    cell(element('span', { class: 'label' }, shownLine(label)), ...tags.map((tag) => element('span', { class: 'tag' }, shownLine(tag)))),
    ...verdicts.map((verdict) => cell(verdictText(verdict))),
    cell(spent.latencyMs === undefined ? '–' : durationText(spent.latencyMs)),
    cell(spent.cost === undefined ? '–' : dollarText(spent.cost)),
  ];
}

const CHANGES = { regressed: ['▼', 'bad', 'worse'], improved: ['▲', 'good', 'better'] } as const;

/** What one scorer says of a case: by shape, by colour and in words. */
export function verdictText({ change, now, before }: PageVerdict): HTMLElement {
  if (change === 'errored' || now === undefined) {
    const [mark, tone, text] = change === 'removed' ? ['− ', 'quiet', 'removed'] : ['! ', 'warn', 'error'];
    return element('span', { class: `said ${tone}` }, element('span', { 'aria-hidden': 'true' }, mark), text);
  }
  const moved = change === 'regressed' || change === 'improved' ? CHANGES[change] : undefined;
  const [mark, tone, word] = moved ?? (now.pass ? ['✓', 'quiet', 'passes'] : ['✗', 'bad', 'fails']);
  const difference = moved && before ? ` ${signedText(now.score - before.score)}` : '';
  return element(
    'span',
    { class: `said ${tone}`, title: `${word}${before ? `, before ${figureText(before.score)}` : ''}` },
    element('span', { class: 'mark', role: 'img', 'aria-label': word }, mark),
    ` ${figureText(now.score)}`,
    difference === '' ? undefined : element('small', {}, difference),
  );
}
