import type { PageReport, PageRun } from '../../evals/report/formats/html/page-data.ts';
import { element } from './element.ts';
import { shownLine } from './figures.ts';
import { section } from './section.ts';

/** Everything that it takes to trust the run and to repeat it. */
export function provenance(report: PageReport, version: string): HTMLElement {
  const { candidate, baseline, scorers, command } = report;
  const both = (of: (run: PageRun) => string) =>
    baseline && of(baseline) !== of(candidate) ? `${of(candidate)}, baseline ${of(baseline)}` : of(candidate);
  const facts: readonly (readonly [string, string])[] = [
    ['Run again', command],
    ['Candidate', `${candidate.reference} ${candidate.promptDigest}`],
    ['Baseline', baseline ? `${baseline.reference} ${baseline.promptDigest}` : 'none'],
    ['Model', both(({ model }) => model)],
    ...(candidate.cell === undefined ? [] : [['Cell', candidate.cell] as const]),
    ...(candidate.filter === undefined ? [] : [['Cases asked', candidate.filter] as const]),
    ['Suite', both(({ suiteDigest }) => suiteDigest)],
    ['Dataset', both(({ datasetDigest }) => datasetDigest)],
    ...scorers.map(({ scorer, digest }) => [`Scorer ${scorer}`, digest] as const),
    ...scorers.flatMap(({ scorer, judge }) =>
      judge ? [[`Judge of ${scorer}`, `${judge.prompt} ${judge.promptDigest} on ${judge.model}`] as const] : [],
    ),
    ['Seed', String(candidate.seed)],
    ['Repeats', String(candidate.repeat)],
    ['Promptlane', version],
  ];
  const rows = facts.flatMap(([name, text]) => [
    element('dt', {}, shownLine(name)),
    element('dd', {}, element('code', {}, shownLine(text))),
  ]);
  return section('How to repeat it', element('dl', { class: 'facts' }, ...rows));
}
