import type { PageCase, PageReport } from '../../evals/report/formats/html/page-data.ts';
import { caseDetail } from './case-detail.ts';
import { element } from './element.ts';
import { countText } from './figures.ts';

export interface CaseDialogRequest {
  readonly report: PageReport;
  /** Those of the list, in its order. */
  readonly cases: readonly PageCase[];
  readonly index: number;
  readonly onMove: (index: number) => void;
}

/** Opens a case over the page; arrow keys go to the one before and after, Escape back to the list. */
export function openCaseDialog({ report, cases, index, onMove }: CaseDialogRequest): void {
  let at = index;
  const place = element('span', { class: 'place', role: 'status' });
  const content = element('div', { class: 'detail' });
  const previous = element('button', { type: 'button', title: 'Previous case (←)', 'aria-label': 'Previous case' }, '←');
  const next = element('button', { type: 'button', title: 'Next case (→)', 'aria-label': 'Next case' }, '→');
  const close = element('button', { type: 'button', title: 'Close (Esc)', 'aria-label': 'Close' }, '✕');
  const bar = element('div', { class: 'bar' }, previous, next, place, close);
  const dialog = element('dialog', { class: 'case', 'aria-label': 'Case' }, bar, content);
  const show = (wanted: number) => {
    const one = cases[wanted];
    if (one === undefined) return;
    at = wanted;
    place.textContent = `${countText(at + 1)} of ${countText(cases.length)}`;
    previous.disabled = at === 0;
    next.disabled = at === cases.length - 1;
    content.replaceChildren(caseDetail(one, report));
    content.scrollTop = 0;
    onMove(at);
  };
  previous.addEventListener('click', () => show(at - 1));
  next.addEventListener('click', () => show(at + 1));
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowLeft') show(at - 1);
    if (event.key === 'ArrowRight') show(at + 1);
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  show(index);
  dialog.showModal();
  close.focus();
}
