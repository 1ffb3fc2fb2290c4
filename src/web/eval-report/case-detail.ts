import { dollarText, figureText } from '../../evals/gate/figure-text.ts';
import type { CaseTexts, PageAnswer, PageCase, PageReport, PageSaid } from '../../evals/report/formats/html/page-data.ts';
import { verdictText } from './case-table.ts';
import { comparedTexts, plainText } from './changed-text.ts';
import { element } from './element.ts';
import { durationText, shownLine } from './figures.ts';

/** One case in full: what was asked, what both versions answered, and what each scorer says of that. */
export function caseDetail(one: PageCase, report: PageReport): HTMLElement {
  const { label, id, tags, group, place, texts } = one;
  return element(
    'article',
    {},
    element('h2', {}, shownLine(label)),
    element(
      'p',
      { class: 'about' },
      element('code', {}, shownLine(id)),
      ' ',
      shownLine(place ?? ''),
      ...tags.map((tag) => element('span', { class: 'tag' }, shownLine(tag))),
      group === undefined ? undefined : element('span', { class: 'tag' }, `group ${shownLine(group)}`),
    ),
    verdictTable(one, report),
    ...(texts
      ? textParts(texts, report)
      : [element('p', { class: 'note' }, 'The texts of this case were left out to keep the file small.')]),
  );
}

function verdictTable({ verdicts, texts }: PageCase, { scorers, baseline }: PageReport): HTMLElement {
  const rows = scorers.map(({ scorer }, index) => {
    const verdict = verdicts[index];
    const before = verdict?.before;
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, shownLine(scorer)),
      element('td', {}, verdict ? verdictText(verdict) : '–'),
      ...(baseline === null
        ? []
        : [element('td', { class: 'muted' }, before ? `${before.pass ? '✓' : '✗'} ${figureText(before.score)}` : '–')]),
      element('td', { class: 'reason' }, ...reasons((texts?.now ?? []).map(({ said }) => said[index] ?? null))),
    );
  });
  const titles = ['Scorer', 'Now', ...(baseline === null ? [] : ['Before']), 'Reason'];
  const head = element('thead', {}, element('tr', {}, ...titles.map((title) => element('th', { scope: 'col' }, title))));
  return element('table', { class: 'verdicts' }, head, element('tbody', {}, ...rows));
}

function reasons(said: readonly (PageSaid | null)[]): (string | HTMLElement)[] {
  const texts = [...new Set(said.flatMap((one) => one?.error ?? one?.reason ?? []))];
  if (texts.length === 1 || said.length === 1) return texts.map(shownLine);
  return texts.map((text) => element('p', {}, shownLine(text)));
}

function textParts({ inputs, expected, now, before }: CaseTexts, report: PageReport): HTMLElement[] {
  return [
    ...Array.from({ length: Math.max(now.length, before.length) }, (_, sample) => {
      const title = now.length > 1 ? `Answer ${sample + 1} of ${now.length}` : 'Answer';
      return element('div', { class: 'part' }, element('h3', {}, title), answers(now[sample], before[sample], report));
    }),
    ...(expected ? [element('div', { class: 'part' }, element('h3', {}, 'Expected'), plainText(expected))] : []),
    ...(inputs.length > 0 ? [inputPart(inputs)] : []),
  ];
}

function inputPart(inputs: CaseTexts['inputs']): HTMLElement {
  const items = inputs.map(({ name, value }) => element('div', {}, element('h4', {}, shownLine(name)), plainText(value)));
  return element('div', { class: 'part' }, element('h3', {}, 'Inputs'), ...items);
}

function answers(now: PageAnswer | undefined, before: PageAnswer | undefined, { candidate, baseline }: PageReport): HTMLElement {
  if (baseline === null) return element('div', { class: 'sides one' }, side('candidate', candidate.reference, now, plainText(now?.answer)));
  const [earlier, later] =
    now?.answer && before?.answer ? comparedTexts(before.answer, now.answer) : [plainText(before?.answer), plainText(now?.answer)];
  return element(
    'div',
    { class: 'sides' },
    side('baseline', baseline.reference, before, earlier),
    side('candidate', candidate.reference, now, later),
  );
}

function side(role: 'candidate' | 'baseline', reference: string, answer: PageAnswer | undefined, text: HTMLElement): HTMLElement {
  const facts = answer && [
    ...(answer.latencyMs === undefined ? [] : [durationText(answer.latencyMs)]),
    ...(answer.cost === undefined ? [] : [dollarText(answer.cost)]),
    ...(answer.finishReason === undefined || answer.finishReason === 'stop' ? [] : [shownLine(answer.finishReason)]),
    ...(answer.cached ? ['cached'] : []),
  ];
  return element(
    'div',
    { class: `side ${role}` },
    element(
      'p',
      { class: 'about' },
      element('span', { class: 'role' }, role),
      element('b', {}, shownLine(reference)),
      ` ${facts?.join(' · ') ?? ''}`,
    ),
    answer?.error === undefined ? text : element('p', { class: 'error' }, `! ${shownLine(answer.error)}`),
    ...(answer?.toolCalls ?? []).map((call) =>
      element('div', { class: 'tool' }, element('h4', {}, 'Tool call'), plainText({ text: JSON.stringify(call, null, 2) })),
    ),
  );
}
