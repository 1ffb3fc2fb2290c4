import { printable } from '../../text/printable.ts';
import { wellFormed } from '../report.ts';

/** Longer texts are cut: nobody reads them in a comment, and the report has them whole. */
const MOST = 400;

/** Shows nothing, and parts what a forge would take for one word: a mention, a reference, an address. */
const APART = '\u200b';

/** A thin space: within code the sign above is taken for a stranger's and spelt out. */
const CELL_APART = '\u2009';

/** Where the words begin that a forge links after Markdown is read. */
const FORGE_WORDS = /[@#!~%&$](?=\w)|:(?=\/\/)|\bGH(?=-\d)|\bwww(?=\.)|\b(?:mailto|xmpp|javascript|data)(?=:)/gi;

/** What Markdown or a forge reads as more than itself; before ASCII punctuation a backslash is always allowed. */
const SYNTAX = /[#$&*+<>@[\\\]^_`{|}~!]|:(?=\S)/g;

/** At the start of a line these make headings, rules and lists. */
const START = /^[-=]|(?<=^\d{1,9})[.)]/;

/**
 * A stranger's text as prose of one line: nothing in it is a link, an image, a mention, HTML or the end of a table cell.
 *
 * Forges link some words after Markdown is read (`@name`, `#12`, `https://…`, `www.…`): an invisible space parts those.
 */
export function prose(text: string): string {
  // An empty item would make a heading or a rule of what stands around it.
  const shown = cut(printable(text)).trim() || '–';
  return shown
    .replace(FORGE_WORDS, (found) => `${found}${APART}`)
    .replace(SYNTAX, '\\$&')
    .replace(START, '\\$&');
}

/** A name as code, in which Markdown and forges read nothing; pipes are parted from table cells by a backslash that tables take back. */
export function code(text: string): string {
  const shown = cut(printable(text));
  if (shown.trim() === '') return '` `';
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  return `${fence}${space}${shown}${space}${fence}`;
}

/** The same within a row of a table, where a pipe needs a backslash, and one that has a backslash before it would lose its own. */
export function codeCell(text: string): string {
  return code(text.replace(/\\(?=\|)/g, `$&${CELL_APART}`)).replaceAll('|', '\\|');
}

/** A file and line as a link relative to the top of the repository, or below an address; a way up is left out, which would lead to pages of others. */
export function fileLink({ file, line }: { readonly file: string; readonly line: number }, base = ''): string {
  const path = wellFormed(file)
    .split('/')
    .filter((segment) => !['', '.', '..'].includes(segment))
    .map((segment) => encodeURIComponent(segment).replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16)}`))
    .join('/');
  return `[${codeCell(`${file}:${line}`)}](${base}${path}#L${line})`;
}

function cut(text: string): string {
  const characters = text.length > MOST ? [...text] : [];
  return characters.length > MOST ? `${characters.slice(0, MOST - 1).join('')}…` : text;
}
