import { wellFormed } from './report.ts';

/**
 * A workflow command of GitHub Actions, as one line without its end: `::error file=a.yaml,line=3::What is wrong`.
 *
 * Texts are escaped as the runner undoes it, so that none can end its command, its line or its property.
 */
export function workflowCommand(
  name: string,
  text: string,
  properties: readonly (readonly [name: string, value: string | number])[] = [],
): string {
  const said = properties.map(([key, value]) => `${key}=${property(String(value))}`).join(',');
  return `::${name}${said === '' ? '' : ` ${said}`}::${data(text)}`;
}

/** The runner undoes these, and nothing else. A log shows what is left, so nothing in it may command a terminal or turn what is read around. */
function data(text: string): string {
  return wellFormed(text)
    .replace(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '\uFFFD')
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
