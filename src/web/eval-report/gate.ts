import type { GateCheck } from '../../evals/gate/verdict.ts';
import type { PageReport } from '../../evals/report/formats/html/page-data.ts';
import { element } from './element.ts';
import { shownLine } from './figures.ts';
import { section } from './section.ts';

const MARKS = { pass: ['✓', 'passed', 'good'], fail: ['✗', 'failed', 'bad'], inconclusive: ['?', 'inconclusive', 'warn'] } as const;

/** What the gate asked and saw, or why there was nothing to judge. */
export function gate({ outcome, problems, checks }: PageReport): HTMLElement | undefined {
  if (outcome === 'invalid') {
    const items = problems.map(({ code, run, message }) =>
      element('li', {}, element('b', {}, `${run}: `), shownLine(message), ' ', element('code', {}, code)),
    );
    return section('This run says nothing about quality', element('ul', { class: 'problems' }, ...items));
  }
  if (checks.length === 0) return section('Gate', element('p', { class: 'empty' }, 'The suite has no gate: everything is shown only.'));
  return section('Gate', element('ul', { class: 'checks' }, ...checks.map(checkItem)));
}

function checkItem({ scorer = 'run', kind, asked, verdict, blocks, reason }: GateCheck): HTMLElement {
  const [mark, name, tone] = MARKS[verdict];
  return element(
    'li',
    { class: blocks ? 'bad' : tone },
    element('span', { class: 'mark', role: 'img', 'aria-label': name }, mark),
    element('b', {}, shownLine(scorer)),
    element('span', { class: 'asked' }, `${kind} ${shownLine(asked)}`),
    element('span', { class: 'reason' }, shownLine(reason)),
  );
}
