import type { GateCheck, UnjudgedRule } from '../../evals/gate/verdict.ts';
import type { PageReport } from '../../evals/report/formats/html/page-data.ts';
import { nothingJudged } from '../../evals/report/nothing-judged.ts';
import { element } from './element.ts';
import { shownLine } from './figures.ts';
import { section } from './section.ts';

const MARKS = { pass: ['✓', 'passed', 'good'], fail: ['✗', 'failed', 'bad'], inconclusive: ['?', 'inconclusive', 'warn'] } as const;

/** What the gate asked and saw, or why there was nothing to judge. */
export function gate({ outcome, problems, checks, unjudged }: PageReport): HTMLElement | undefined {
  if (outcome === 'invalid') {
    const items = problems.map(({ code, run, message }) =>
      element('li', {}, element('b', {}, `${run}: `), shownLine(message), ' ', element('code', {}, code)),
    );
    return section('This run says nothing about quality', element('ul', { class: 'problems' }, ...items));
  }
  if (checks.length + unjudged.length === 0) {
    return section('Gate', element('p', { class: 'empty' }, 'The suite has no gate: everything is shown only.'));
  }
  const nothing = checks.length > 0 ? [] : [element('p', { class: 'note' }, `No pass: ${nothingJudged(unjudged)}.`)];
  return section('Gate', ...nothing, element('ul', { class: 'checks' }, ...checks.map(checkItem), ...unjudged.map(unjudgedItem)));
}

function unjudgedItem({ scorer, tag, asked, reason }: UnjudgedRule): HTMLElement {
  return element(
    'li',
    { class: 'unjudged' },
    element('span', { class: 'mark', role: 'img', 'aria-label': 'not judged' }, '–'),
    element('b', {}, aboutText(scorer, tag)),
    element('span', { class: 'asked' }, shownLine(asked)),
    element('span', { class: 'reason' }, `not judged: ${shownLine(reason)}`),
  );
}

function aboutText(scorer = 'run', tag?: string): string {
  return shownLine(tag === undefined ? scorer : `${scorer} on ${tag}`);
}

function checkItem({ scorer, tag, kind, asked, verdict, blocks, reason }: GateCheck): HTMLElement {
  const [mark, name, tone] = MARKS[verdict];
  return element(
    'li',
    { class: blocks ? 'bad' : tone },
    element('span', { class: 'mark', role: 'img', 'aria-label': name }, mark),
    element('b', {}, aboutText(scorer, tag)),
    element('span', { class: 'asked' }, `${kind} ${shownLine(asked)}`),
    element('span', { class: 'reason' }, shownLine(reason)),
  );
}
