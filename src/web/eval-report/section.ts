import { element } from './element.ts';

let made = 0;

/** A part of the page that its heading names. */
export function section(title: string, ...children: readonly HTMLElement[]): HTMLElement {
  made += 1;
  const id = `section-${made}`;
  return element('section', { 'aria-labelledby': id }, element('h2', { id }, title), ...children);
}
