import { shortDigest } from '../../base/digest.ts';
import { dollarText, percentText } from '../../evals/gate/figure-text.ts';
import type { PageReport, PageRun } from '../../evals/report/formats/html/page-data.ts';
import { element } from './element.ts';
import { countText, durationText, shownLine } from './figures.ts';

export const OUTCOMES = {
  passed: { mark: '✓', text: 'Passed' },
  failed: { mark: '✗', text: 'Failed' },
  invalid: { mark: '!', text: 'Cannot be judged' },
  unjudged: { mark: '–', text: 'Gate not asked' },
} as const;

function saidOf({ outcome, checks }: PageReport) {
  if (outcome === 'passed' && checks.length === 0) return { mark: '✓', text: 'Done, no gate', tone: outcome };
  return { ...OUTCOMES[outcome], tone: outcome === 'unjudged' ? 'invalid' : outcome };
}

/** The verdict, what was compared, and what it took. */
export function summary(report: PageReport): HTMLElement {
  const { suite, prompt, candidate, baseline } = report;
  const { mark, text, tone } = saidOf(report);
  return element(
    'header',
    { class: `summary ${tone}` },
    element(
      'div',
      { class: 'title' },
      element('p', { class: 'verdict' }, element('span', { 'aria-hidden': 'true' }, mark), ` ${text}`),
      element('h1', {}, shownLine(suite)),
      element(
        'p',
        { class: 'about' },
        'on ',
        element('b', {}, prompt),
        ' with ',
        element('b', {}, shownLine(candidate.model)),
        ...cellText(candidate),
      ),
      ...partText(candidate),
    ),
    element('div', { class: 'versions' }, version('candidate', candidate), baseline ? version('baseline', baseline) : noBaseline()),
    figures(report),
  );
}

/** Which cell of a matrix it is, where the model does not say it. */
function cellText({ cell, model }: PageRun): (string | HTMLElement)[] {
  return cell === undefined || cell === model ? [] : [', cell ', element('b', {}, shownLine(cell))];
}

/** What is easily overlooked and changes what a verdict says. */
function partText({ filter }: PageRun): HTMLElement[] {
  return filter === undefined ? [] : [element('p', { class: 'part' }, `Some of the cases only: ${shownLine(filter)}`)];
}

function version(role: 'candidate' | 'baseline', { reference, promptDigest, model }: PageRun): HTMLElement {
  return element(
    'p',
    { class: role, title: `${promptDigest}, asked ${model}` },
    element('span', { class: 'role' }, role),
    element('b', {}, shownLine(reference)),
    element('code', {}, shortDigest(promptDigest)),
  );
}

function noBaseline(): HTMLElement {
  return element('p', { class: 'baseline' }, element('span', { class: 'role' }, 'baseline'), 'none: only absolute bounds count');
}

function figures({ candidate, baseline, scorers }: PageReport): HTMLElement {
  const { cases, repeat, errors, cost, latencyMs, cachedShare, usage } = candidate;
  const sum = (which: 'newFailures' | 'newPasses') => scorers.reduce((total, { comparison }) => total + (comparison?.[which] ?? 0), 0);
  const spent = cost.spent + (baseline?.cost.spent ?? 0);
  const moved =
    baseline === null
      ? [figure('Failures', countText(scorers.reduce((total, { failures }) => total + failures, 0)), 'over all scorers')]
      : [
          figure('New failures', countText(sum('newFailures')), 'passed before', sum('newFailures') > 0 ? 'bad' : ''),
          figure('New passes', countText(sum('newPasses')), 'failed before', sum('newPasses') > 0 ? 'good' : ''),
        ];
  return element(
    'dl',
    { class: 'figures' },
    figure('Cases', countText(cases), repeat > 1 ? `${repeat} answers each` : 'one answer each'),
    ...moved,
    figure('Errors', countText(errors), 'of the candidate', errors > 0 ? 'warn' : ''),
    ...(latencyMs ? [figure('Latency p50', durationText(latencyMs.p50), `p95 ${durationText(latencyMs.p95)}`)] : []),
    figure(
      'Cost',
      dollarText(cost.total),
      `${dollarText(spent)} spent now${baseline && baseline.cost.spent > 0 ? ' with the baseline' : ''}${cost.unpriced > 0 ? `, ${countText(cost.unpriced)} unpriced` : ''}`,
    ),
    ...(cost.judging > 0 ? [figure('Judging', dollarText(cost.judging), 'part of the cost')] : []),
    figure('Tokens out', countText(usage.output), `${countText(usage.input)} in`),
    figure('Cached', percentText(cachedShare), 'or recorded'),
  );
}

function figure(name: string, value: string, note: string, tone = ''): HTMLElement {
  return element('div', { class: tone }, element('dt', {}, name), element('dd', {}, value), element('dd', { class: 'note' }, note));
}
