import { element } from './element.ts';

export interface WindowedRows {
  readonly node: HTMLElement;
  /** Shows so many rows, each made when it comes into sight. */
  show(count: number, cells: (index: number) => readonly HTMLElement[]): void;
  select(index: number): void;
}

/** Pixels; the style sheet says the same. */
const ROW_HEIGHT = 44;
/** Rows beyond either edge that are ready for scrolling. */
const SPARE = 8;
/** On paper there is no scrolling: so many are printed, and a reader who wants all takes the CSV. */
const PRINTED = 300;

/** A list that stays fast with any number of rows: only those in sight are elements. Keys move the selection, Enter opens it. */
export function windowedRows({ label, onOpen }: { readonly label: string; readonly onOpen: (index: number) => void }): WindowedRows {
  const body = element('div', { class: 'rows-body' });
  const node = element('div', { class: 'rows', role: 'rowgroup', tabindex: 0, 'aria-label': label }, body);
  let count = 0;
  let cellsOf: (index: number) => readonly HTMLElement[] = () => [];
  let selected = -1;

  const draw = (first: number, last: number) => {
    const rows = Array.from({ length: Math.max(0, last - first) }, (_, offset) => rowElement(first + offset));
    body.style.height = `${count * ROW_HEIGHT}px`;
    body.replaceChildren(...rows);
    node.toggleAttribute('data-empty', count === 0);
  };
  const drawVisible = () => {
    const first = Math.max(0, Math.floor(node.scrollTop / ROW_HEIGHT) - SPARE);
    draw(first, Math.min(count, Math.ceil((node.scrollTop + node.clientHeight) / ROW_HEIGHT) + SPARE));
  };
  const rowElement = (index: number) => {
    const row = element(
      'div',
      {
        class: 'row',
        role: 'row',
        id: `case-row-${index}`,
        'aria-rowindex': index + 2,
        'aria-selected': index === selected ? 'true' : 'false',
      },
      ...cellsOf(index),
    );
    row.style.top = `${index * ROW_HEIGHT}px`;
    row.addEventListener('click', () => onOpen(index));
    return row;
  };
  const select = (index: number) => {
    selected = Math.min(count - 1, Math.max(0, index));
    const top = selected * ROW_HEIGHT;
    if (top < node.scrollTop) node.scrollTop = top;
    else if (top + ROW_HEIGHT > node.scrollTop + node.clientHeight) node.scrollTop = top + ROW_HEIGHT - node.clientHeight;
    drawVisible();
    node.setAttribute('aria-activedescendant', `case-row-${selected}`);
  };

  node.addEventListener('scroll', drawVisible, { passive: true });
  node.addEventListener('keydown', (event) => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -count, End: count };
    const step = steps[event.key];
    if (step !== undefined) select(selected + step);
    else if (event.key === 'Enter' && selected >= 0) onOpen(selected);
    else return;
    event.preventDefault();
  });
  new ResizeObserver(drawVisible).observe(node);
  addEventListener('beforeprint', () => draw(0, Math.min(count, PRINTED)));
  addEventListener('afterprint', drawVisible);
  return {
    node,
    show(rows, cells) {
      [count, cellsOf, selected] = [rows, cells, -1];
      node.removeAttribute('aria-activedescendant');
      node.scrollTop = 0;
      drawVisible();
    },
    select,
  };
}
