import type { Estimate } from '../../evals/comparison/comparison.ts';
import { figureText, pText, signedText } from '../../evals/gate/figure-text.ts';
import type { PageReport, PageScorer } from '../../evals/report/formats/html/page-data.ts';
import { element, svgElement } from './element.ts';
import { countText, shownLine } from './figures.ts';
import { section } from './section.ts';

/** Every scorer with its figures and their intervals, drawn on one scale. */
export function scores({ scorers, baseline }: PageReport): HTMLElement {
  const widest = Math.max(
    0.05,
    ...scorers
      .flatMap(({ comparison }) => (comparison?.statistics ? [comparison.statistics.delta.low, comparison.statistics.delta.high] : []))
      .map(Math.abs),
  );
  const isCompared = baseline !== null;
  const titles = isCompared
    ? ['Scorer', 'Score, 0 to 1', 'Now', 'Before', `Difference, ±${figureText(widest)}`, 'Delta (95 %)', 'p (Holm)', 'Cases']
    : ['Scorer', 'Score, 0 to 1', 'Mean (95 %)', 'Failing'];
  const rows = scorers.map((scorer) => (isCompared ? comparedRow(scorer, widest) : plainRow(scorer)));
  const table = element(
    'table',
    { class: 'scores' },
    element('thead', {}, element('tr', {}, ...titles.map((title) => element('th', { scope: 'col' }, title)))),
    element('tbody', {}, ...rows),
  );
  return section(
    'Scores',
    element('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': 'Scores' }, table),
    legend(isCompared),
  );
}

function legend(isCompared: boolean): HTMLElement {
  const intervals = 'Lines are 95 % intervals.';
  return element('p', { class: 'legend' }, isCompared ? `● candidate  ○ baseline. ${intervals}` : intervals);
}

function comparedRow({ scorer, gates, judge, figures, comparison }: PageScorer, widest: number): HTMLElement {
  const statistics = comparison?.statistics;
  const now = statistics?.candidate ?? figures.mean;
  const counts = comparison?.counts;
  const delta = statistics?.delta;
  const tone = delta === undefined ? '' : delta.high < 0 ? 'bad' : delta.low > 0 ? 'good' : '';
  return element(
    'tr',
    {},
    nameCell(scorer, gates, judge),
    element('td', { class: 'chart' }, scoreChart(now, statistics?.baseline)),
    element('td', {}, now ? figureText(now.value) : '–'),
    element('td', { class: 'muted' }, statistics ? figureText(statistics.baseline.value) : '–'),
    element('td', { class: 'chart' }, delta ? deltaChart(delta, widest, tone) : ''),
    element('td', { class: tone }, delta ? `${signedText(delta.value)} (${signedText(delta.low)}…${signedText(delta.high)})` : '–'),
    element('td', {}, statistics ? pCell(statistics.p, statistics.adjustedP) : '–'),
    element('td', {}, counts ? movedBar(counts) : '–'),
  );
}

function plainRow({ scorer, gates, judge, figures, failures }: PageScorer): HTMLElement {
  const { mean } = figures;
  return element(
    'tr',
    {},
    nameCell(scorer, gates, judge),
    element('td', { class: 'chart' }, scoreChart(mean, undefined)),
    element('td', {}, mean ? `${figureText(mean.value)} (${figureText(mean.low)}…${figureText(mean.high)})` : '–'),
    element('td', {}, countText(failures)),
  );
}

function nameCell(scorer: string, gates: boolean, judge: PageScorer['judge']): HTMLElement {
  const badge = gates ? element('span', { class: 'badge' }, 'gates') : undefined;
  const by = judge && element('small', { class: 'judge' }, shownLine(`judged by ${judge.prompt} on ${judge.model}`));
  return element('th', { scope: 'row' }, shownLine(scorer), badge, by);
}

function pCell(p: number, adjusted: number | undefined): string {
  return adjusted === undefined ? pText(p) : `${pText(p)} (${pText(adjusted)})`;
}

const percent = (share: number) => `${(100 * Math.min(1, Math.max(0, share))).toFixed(2)}%`;
/** Leaves room for the marks at either end. */
const onScale = (share: number) => percent(0.03 + 0.94 * share);

function scoreChart(now: Estimate | undefined, before: Estimate | undefined): SVGElement {
  const said = [now && `now ${figureText(now.value)}`, before && `before ${figureText(before.value)}`].filter((text) => text !== undefined);
  return svgElement(
    'svg',
    { class: 'interval', role: 'img', 'aria-label': said.join(', ') || 'no score' },
    ...[0, 0.25, 0.5, 0.75, 1].map((tick) => svgElement('line', { class: 'grid', x1: onScale(tick), x2: onScale(tick), y1: 2, y2: 30 })),
    ...(before ? interval(before, 'before', 22, onScale) : []),
    ...(now ? interval(now, 'now', before ? 10 : 16, onScale) : []),
  );
}

export function deltaChart(delta: Estimate, widest: number, tone: string): SVGElement {
  const scale = (difference: number) => onScale(0.5 + difference / (2 * widest));
  return svgElement(
    'svg',
    { class: `interval ${tone}`, role: 'img', 'aria-label': `difference ${signedText(delta.value)}` },
    svgElement('line', { class: 'zero', x1: '50%', x2: '50%', y1: 2, y2: 30 }),
    ...interval(delta, 'now', 16, scale),
  );
}

function interval({ value, low, high }: Estimate, name: string, y: number, scale: (value: number) => string): SVGElement[] {
  return [
    svgElement('line', { class: name, x1: scale(low), x2: scale(high), y1: y, y2: y }),
    svgElement('circle', { class: name, cx: scale(value), cy: y, r: 4.5 }),
  ];
}

export function movedBar(counts: NonNullable<PageScorer['comparison']>['counts']): HTMLElement {
  const parts = [
    [counts.regressed, '▼', 'worse', 'bad'],
    [counts.improved, '▲', 'better', 'good'],
    [counts.errored, '!', 'errored', 'warn'],
    [counts.new, '+', 'new', ''],
    [counts.removed, '−', 'removed', ''],
  ] as const;
  const moved = parts.filter(([amount]) => amount > 0);
  if (moved.length === 0) return element('span', { class: 'muted' }, 'none changed');
  const chips = moved.map(([amount, mark, name, tone]) =>
    element('span', { class: `moved ${tone}`, title: name }, `${mark} ${countText(amount)} ${name}`),
  );
  return element('span', {}, ...chips);
}
