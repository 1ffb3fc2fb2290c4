import type { SliceComparison } from '../../evals/comparison/comparison.ts';
import { pText, signedText } from '../../evals/gate/figure-text.ts';
import type { PageReport } from '../../evals/report/formats/html/page-data.ts';
import { element } from './element.ts';
import { countText, shownLine } from './figures.ts';
import { deltaChart, movedBar } from './scores.ts';
import { section } from './section.ts';

/** Slices shown at first; the others follow on request. */
const SHOWN = 8;

/** The cases of each tag against the baseline, the likeliest regressions first. */
export function slices({ slices: all }: PageReport): HTMLElement | undefined {
  const compared = all.flatMap(({ statistics, ...slice }) => (statistics ? [{ ...slice, statistics }] : []));
  if (compared.length === 0) return undefined;
  const widest = Math.max(0.05, ...compared.flatMap(({ statistics: { delta } }) => [Math.abs(delta.low), Math.abs(delta.high)]));
  const titles = ['Tag', 'Scorer', `Difference, ±${signedText(widest).slice(1)}`, 'Delta (95 %)', 'p (ranked)', 'Cases'];
  const body = element('tbody', {}, ...compared.slice(0, SHOWN).map((slice) => row(slice, widest)));
  const head = element('thead', {}, element('tr', {}, ...titles.map((title) => element('th', { scope: 'col' }, title))));
  const table = element('table', { class: 'scores' }, head, body);
  const wide = element('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': 'Scores by tag' }, table);
  const legend = element('p', { class: 'legend' }, 'The likeliest regressions first: for reading. Only tags that the gate names gate.');
  return section(
    'By tag',
    wide,
    ...moreButton(compared.length, () => body.replaceChildren(...compared.map((slice) => row(slice, widest)))),
    legend,
  );
}

type ComparedSlice = SliceComparison & Required<Pick<SliceComparison, 'statistics'>>;

function row({ tag, scorer, counts, statistics, rankingP }: ComparedSlice, widest: number): HTMLElement {
  const { delta } = statistics;
  const tone = delta.high < 0 ? 'bad' : delta.low > 0 ? 'good' : '';
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, shownLine(tag)),
    element('td', {}, shownLine(scorer)),
    element('td', { class: 'chart' }, deltaChart(delta, widest, tone)),
    element('td', { class: tone }, `${signedText(delta.value)} (${signedText(delta.low)}…${signedText(delta.high)})`),
    element('td', {}, rankingP === undefined ? '–' : pText(rankingP)),
    element('td', {}, movedBar(counts)),
  );
}

function moreButton(count: number, onPress: () => void): HTMLElement[] {
  if (count <= SHOWN) return [];
  const button = element('button', { type: 'button', class: 'more' }, `Show all ${countText(count)}`);
  button.addEventListener('click', () => {
    onPress();
    button.remove();
  });
  return [button];
}
