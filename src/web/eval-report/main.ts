import type { PageEvaluation } from '../../evals/report/formats/html/page-data.ts';
import { caseBrowser } from './case-browser.ts';
import { element } from './element.ts';
import { shownLine } from './figures.ts';
import { gate } from './gate.ts';
import { matrixOf } from './matrix.ts';
import { type LazyEvaluation, pageContent } from './page-content.ts';
import { provenance } from './provenance.ts';
import { scores } from './scores.ts';
import { slices } from './slices.ts';
import { spread } from './spread.ts';
import { OUTCOMES, summary } from './summary.ts';

const { evaluations, version } = pageContent();
const report = document.getElementById('report') as HTMLElement;
const shown = element('div', { class: 'evaluation' });
const choices = evaluationChoice();
report.replaceChildren(topBar(), shown);
show(evaluations[0]);

/** Shows another evaluation, wherever it was asked for. */
function choose(index: number): void {
  for (const select of choices) select.value = String(index);
  show(evaluations[index]);
  // The button that was pressed is gone with what was shown.
  shown.querySelector<HTMLElement>('.cell[aria-current]')?.focus();
}

function show(evaluation: LazyEvaluation | undefined): void {
  const nothing = element('p', { class: 'empty' }, 'There was nothing to evaluate.');
  shown.replaceChildren(...(evaluation === undefined ? [nothing] : parts(evaluation())));
}

function parts(evaluation: PageEvaluation): HTMLElement[] {
  const { report: about } = evaluation;
  const all = [
    summary(about),
    matrixOf(
      evaluations.map((one) => one().report),
      about,
      choose,
    ),
    gate(about),
    about.outcome === 'invalid' ? undefined : scores(about),
    slices(about),
    caseBrowser(evaluation),
    spread(evaluation),
    provenance(about, version),
  ];
  return all.filter((part) => part !== undefined);
}

function topBar(): HTMLElement {
  return element(
    'div',
    { class: 'top' },
    element('span', { class: 'brand' }, 'promptlane ', element('span', {}, 'eval')),
    ...choices,
    themeButton(),
  );
}

/** Which evaluation is shown, where the file has several. */
function evaluationChoice(): HTMLSelectElement[] {
  if (evaluations.length < 2) return [];
  const options = evaluations.map((evaluation, index) => {
    const { suite, prompt, outcome, candidate } = evaluation().report;
    const { model, cell = model } = candidate;
    return element('option', { value: index }, shownLine(`${OUTCOMES[outcome].mark} ${suite}: ${prompt} (${cell})`));
  });
  const select = element('select', { 'aria-label': 'Evaluation' }, ...options);
  select.addEventListener('change', () => show(evaluations[Number(select.value)]));
  return [select];
}

/** Between light and dark; at first it is as the system has it. */
function themeButton(): HTMLElement {
  const button = element('button', { type: 'button', class: 'theme' }, 'Light or dark');
  button.addEventListener('click', () => {
    const { dataset } = document.documentElement;
    const isDark = dataset.theme === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : dataset.theme === 'dark';
    dataset.theme = isDark ? 'light' : 'dark';
  });
  return button;
}
