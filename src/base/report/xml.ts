import { wellFormed } from './report.ts';

/** An element of XML with texts of anybody as attributes; its content is escaped already. */
export function element(name: string, attributes: Readonly<Record<string, string | number>>, content: readonly string[]): string {
  const said = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  return content.length === 0 ? `<${name}${said.join('')}/>` : `<${name}${said.join('')}>${content.join('\n')}</${name}>`;
}

/** What XML 1.0 cannot hold, escaped or not, and the controls that act on a terminal. */
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // Left as they are, a reader turns them into spaces in attributes, and CR into LF everywhere.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Any text as XML 1.0 can hold it, in attributes and between tags. */
export function escaped(text: string): string {
  return wellFormed(text)
    .replace(UNWRITABLE, '\uFFFD')
    .replace(/[&<>"'\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}
