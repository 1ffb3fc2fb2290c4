import { dollarText, figureText } from '../../evals/gate/figure-text.ts';
import type { PageCase, PageEvaluation, PageVerdict } from '../../evals/report/formats/html/page-data.ts';
import { element } from './element.ts';
import { durationText, shownLine } from './figures.ts';
import { histogram } from './histogram.ts';
import { section } from './section.ts';

/** How scores that are more than pass or fail, latencies and costs are spread over the cases. */
export function spread({ report, cases }: PageEvaluation): HTMLElement | undefined {
  const graded = report.scorers.flatMap(({ scorer }, index) => {
    const scored = (side: 'now' | 'before') => cases.flatMap(({ verdicts }) => scoreOf(verdicts[index], side));
    const now = scored('now');
    if (now.every((score) => score === 0 || score === 1)) return [];
    return histogram({ title: shownLine(scorer), now, before: scored('before'), text: figureText, to: 1 }) ?? [];
  });
  const took = (which: 'latencyMs' | 'cost', side: 'spent' | 'spentBefore') => cases.flatMap((one: PageCase) => one[side][which] ?? []);
  const latency = histogram({
    title: 'Latency',
    now: took('latencyMs', 'spent'),
    before: took('latencyMs', 'spentBefore'),
    text: durationText,
  });
  const cost = histogram({ title: 'Cost per answer', now: took('cost', 'spent'), before: took('cost', 'spentBefore'), text: dollarText });
  const charts = [...graded, latency, cost].filter((chart) => chart !== undefined);
  return charts.length === 0 ? undefined : section('Spread', element('div', { class: 'histograms' }, ...charts));
}

function scoreOf(verdict: PageVerdict | undefined, side: 'now' | 'before'): number[] {
  const said = verdict?.[side];
  return said === undefined ? [] : [said.score];
}
