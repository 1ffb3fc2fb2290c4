import type { PageCase, PageEvaluation } from '../../evals/report/formats/html/page-data.ts';
import { openCaseDialog } from './case-dialog.ts';
import { type CaseQuery, EVERY_CASE, queriedCases, type SortKey, VIEWS, type View, viewCounts } from './case-query.ts';
import { caseTable } from './case-table.ts';
import { element } from './element.ts';
import { countText, shownLine } from './figures.ts';
import { section } from './section.ts';

const NAMES: Readonly<Record<View, string>> = {
  all: 'All',
  worse: '▼ Worse',
  better: '▲ Better',
  failing: '✗ Failing',
  errored: '! Errors',
  same: 'Unchanged',
  unpaired: '± New or removed',
};

/** All cases, to be filtered, searched, sorted and opened. */
export function caseBrowser({ report, cases, leftOut }: PageEvaluation): HTMLElement {
  const isCompared = report.baseline !== null;
  let query: CaseQuery = { ...EVERY_CASE, view: firstView(cases, isCompared) };
  let shown: PageCase[] = [];
  const table = caseTable({
    scorers: report.scorers,
    onSort: (key) => change({ sort: key, descending: key === query.sort ? !query.descending : isWorstLast(key) }),
    onOpen: (index) => openCaseDialog({ report, cases: shown, index, onMove: table.select }),
  });
  const status = element('p', { class: 'status', role: 'status' });
  const unpaired = isCompared ? viewCounts(cases, undefined).unpaired : 0;
  const offered = VIEWS.filter((view) => (view === 'unpaired' ? unpaired > 0 : isCompared || !['worse', 'better', 'same'].includes(view)));
  const views = offered.map((view) => viewButton(view, () => change({ view })));
  const change = (part: Partial<CaseQuery>) => {
    query = { ...query, ...part };
    shown = queriedCases(cases, query);
    const counts = viewCounts(cases, query.scorer);
    for (const { view, button, count } of views) {
      button.setAttribute('aria-pressed', String(view === query.view));
      count.textContent = countText(counts[view]);
    }
    status.textContent =
      shown.length === cases.length ? `${countText(cases.length)} cases` : `${countText(shown.length)} of ${countText(cases.length)} cases`;
    table.show(shown, query);
  };
  const toolbar = element(
    'div',
    { class: 'toolbar' },
    element('div', { class: 'views', role: 'group', 'aria-label': 'Show' }, ...views.map(({ button }) => button)),
    searchBox((text) => change({ text })),
    choice(
      'Scorer',
      'All scorers',
      report.scorers.map(({ scorer }) => scorer),
      (index) => change({ scorer: index }),
    ),
    ...tagChoice(cases, (tag) => change({ tag })),
    status,
  );
  // A list that is not yet on the page has no height to be filled.
  queueMicrotask(() => change({}));
  return section('Cases', toolbar, table.node, ...leftOutNote(leftOut));
}

function firstView(cases: readonly PageCase[], isCompared: boolean): View {
  const counts = viewCounts(cases, undefined);
  if (isCompared && counts.worse > 0) return 'worse';
  return !isCompared && counts.failing > 0 ? 'failing' : 'all';
}

/** A first click shows what is slow or dear; of scores the low ones. */
function isWorstLast(key: SortKey): boolean {
  return key === 'latency' || key === 'cost';
}

function viewButton(view: View, onPress: () => void) {
  const count = element('span', { class: 'count' });
  const button = element('button', { type: 'button', 'aria-pressed': 'false' }, NAMES[view], ' ', count);
  button.addEventListener('click', onPress);
  return { view, button, count };
}

function searchBox(onText: (text: string) => void): HTMLElement {
  const input = element('input', { type: 'search', placeholder: 'Search inputs, answers, reasons  ( / )', 'aria-label': 'Search cases' });
  input.addEventListener('input', () => onText(input.value));
  addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.target instanceof HTMLInputElement || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    input.focus();
  });
  return input;
}

function choice(name: string, all: string, names: readonly string[], onChoose: (index: number | undefined) => void): HTMLElement {
  const options = names.map((option, index) => element('option', { value: index }, shownLine(option)));
  const select = element('select', { 'aria-label': name }, element('option', { value: '' }, all), ...options);
  select.addEventListener('change', () => onChoose(select.value === '' ? undefined : Number(select.value)));
  return select;
}

function tagChoice(cases: readonly PageCase[], onChoose: (tag: string | undefined) => void): HTMLElement[] {
  const tags = [...new Set(cases.flatMap((one) => one.tags))].sort();
  if (tags.length === 0) return [];
  return [choice('Tag', 'All tags', tags, (index) => onChoose(index === undefined ? undefined : tags[index]))];
}

function leftOutNote({ texts, cases }: PageEvaluation['leftOut']): HTMLElement[] {
  const parts = [
    ...(texts > 0 ? [`${countText(texts)} cases are shown without their texts`] : []),
    ...(cases > 0 ? [`${countText(cases)} cases have no row`] : []),
  ];
  if (parts.length === 0) return [];
  return [element('p', { class: 'note' }, `To keep this file small, ${parts.join(' and ')}. The CSV report has all of them.`)];
}
