import { percentile } from '../../evals/statistics/percentile.ts';
import { element, svgElement } from './element.ts';

export interface HistogramRequest {
  readonly title: string;
  readonly now: readonly number[];
  readonly before: readonly number[];
  readonly text: (value: number) => string;
  /** Of the scale; without it, it starts at 0 and ends near the highest figure. */
  readonly to?: number;
}

/** Twenty, so that scores in tenths fall into every second one. */
const BINS = 20;
const HEIGHT = 96;

/** How a figure is spread over the cases: bars for the candidate, a line for the baseline. Nothing when there is no figure. */
export function histogram({ title, now, before, text, to }: HistogramRequest): HTMLElement | undefined {
  if (now.length === 0) return undefined;
  // One answer that took minutes would press all others into one bar.
  const end = to ?? Math.max(percentile(now, 0.99) ?? 0, percentile(before, 0.99) ?? 0);
  // One figure for all cases is no spread.
  if (end <= 0 || [...now, ...before].every((figure) => figure === now[0])) return undefined;
  const [nowBins, beforeBins] = [binned(now, end), binned(before, end)];
  const highest = Math.max(...nowBins, ...beforeBins);
  const height = (share: number) => (share / highest) * (HEIGHT - 4);
  const bars = nowBins.map((share, bin) =>
    svgElement('rect', { class: 'now', x: bin + 0.08, width: 0.84, y: HEIGHT - height(share), height: height(share) }),
  );
  const steps = beforeBins.map((share, bin) => `${bin === 0 ? 'M' : 'L'}${bin} ${HEIGHT - height(share)}H${bin + 1}`).join('');
  const caption = captionText(now, before, text);
  return element(
    'figure',
    { class: 'histogram' },
    element('figcaption', {}, element('b', {}, title), element('span', {}, caption)),
    svgElement(
      'svg',
      { viewBox: `0 0 ${BINS} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': `${title}: ${caption}` },
      ...bars,
      ...(before.length > 0 ? [svgElement('path', { class: 'before', d: steps })] : []),
    ),
    element(
      'p',
      { class: 'axis', 'aria-hidden': 'true' },
      element('span', {}, text(0)),
      element('span', {}, `${text(end)}${to === undefined ? ' or more' : ''}`),
    ),
  );
}

function captionText(now: readonly number[], before: readonly number[], text: (value: number) => string): string {
  const middle = (figures: readonly number[]) => text(percentile(figures, 0.5) ?? 0);
  return before.length > 0 ? `median ${middle(now)}, before ${middle(before)}` : `median ${middle(now)}`;
}

/** The share of the figures in each bin. */
function binned(figures: readonly number[], end: number): number[] {
  const bins = Array.from({ length: BINS }, () => 0);
  for (const figure of figures) {
    const bin = Math.min(BINS - 1, Math.floor((figure / end) * BINS + 1e-9));
    bins[bin] = (bins[bin] ?? 0) + 1 / figures.length;
  }
  return bins;
}
