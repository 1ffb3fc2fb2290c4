import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import type { DatasetFormat } from '../dataset-format.ts';

/** A case as somebody adds it. */
export interface NewRow {
  readonly id?: string;
  readonly inputs: JsonObject;
  readonly expected?: Json;
  readonly tags?: readonly string[];
  readonly metadata?: JsonObject;
  readonly group?: string;
  /** The keys of a conversation, as a row has them. */
  readonly dialogue?: JsonObject;
}

/** What to write where: `text` at the offset `at`, from the end of the file when negative. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
}

/**
 * How a row is added to a file in the file's own format, so that every other byte stays.
 *
 * @param about the start of the file is enough for JSON Lines and CSV, which grow at the end; the whole text for the others.
 * @throws Failure `edit-impossible` where a row cannot be added by that
 */
export function addedRow(row: NewRow, format: DatasetFormat, about: { readonly text: string; readonly endsLine: boolean }): Insertion {
  const newline = /^[^\n]*\r\n/.test(about.text) ? '\r\n' : '\n';
  const start = about.text === '' || about.endsLine ? '' : newline;
  switch (format) {
    case 'jsonl':
      return { at: 0, text: `${start}${rowJson(row)}${newline}` };
    case 'csv':
      return { at: 0, text: `${start}${csvLines(row, about.text, newline)}` };
    case 'yaml':
      return { at: 0, text: `${start}${yamlIndent(about.text)}- ${rowJson(row)}${newline}` };
    case 'json':
      return jsonInsertion(row, about.text, newline);
  }
}

function rowJson({ dialogue, ...row }: NewRow): string {
  return JSON.stringify({ ...row, ...dialogue });
}

/** Before the last bracket, laid out as the row before it is. */
function jsonInsertion(row: NewRow, text: string, newline: string): Insertion {
  if (text.trim() === '') return { at: 0, text: `[${newline}  ${rowJson(row)}${newline}]${newline}` };
  const close = text.lastIndexOf(']');
  const before = text.slice(0, close).trimEnd();
  const isEmpty = before.endsWith('[');
  const indent = /\n([ \t]*)[^\s\]][^\n]*$/.exec(before)?.[1];
  const lead = isEmpty ? `${newline}  ` : indent === undefined ? ', ' : `,${newline}${shallowest(before, indent)}`;
  return { at: before.length - text.length, text: `${lead}${rowJson(row)}${isEmpty ? newline : ''}` };
}

/** The last line may close a row of several lines: then its indentation is that of the row. */
function shallowest(before: string, indent: string): string {
  const first = /\[\s*\n([ \t]*)\S/.exec(before)?.[1];
  return first !== undefined && first.length < indent.length ? first : indent;
}

function yamlIndent(text: string): string {
  return /^( *)- /m.exec(text)?.[1] ?? '';
}

function csvLines(row: NewRow, text: string, newline: string): string {
  const cells = csvCells(row);
  const header = text === '' ? [...cells.keys()] : columnsOf(text);
  const unknown = [...cells.keys()].find((name) => !header.includes(name));
  if (unknown !== undefined) throw impossible(`The file has no column "${unknown}"`, `Its columns are ${header.join(', ')}.`);
  const line = (values: readonly string[]) => `${values.map(quoted).join(',')}${newline}`;
  return `${text === '' ? line(header) : ''}${line(header.map((name) => cells.get(name) ?? ''))}`;
}

/** Each member in its column; a CSV holds texts and nothing else. */
function csvCells({ id, inputs, expected, tags, metadata, group, dialogue = {} }: NewRow): ReadonlyMap<string, string> {
  const nested = (name: string, value: Json | undefined): [string, Json | undefined][] =>
    isJsonObject(value) ? Object.entries(value).map(([key, member]) => [`${name}.${key}`, member]) : [[name, value]];
  const members: [string, Json | undefined][] = [
    ['id', id],
    ...Object.entries(inputs),
    ...nested('expected', expected),
    ['tags', tags?.join(';')],
    ...nested('metadata', metadata),
    ['group', group],
    ...Object.entries(dialogue),
  ];
  return new Map(
    members.flatMap(([name, value]) => {
      if (value === undefined) return [];
      if (typeof value !== 'string') throw impossible(`A CSV holds texts, and \`${name}\` is none`, 'Keep such cases in a .jsonl file.');
      return [[name, value] as const];
    }),
  );
}

function columnsOf(text: string): string[] {
  const [header = ''] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  return header.split(',').map((name) =>
    name
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .replaceAll('""', '"'),
  );
}

function quoted(value: string): string {
  return /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function impossible(why: string, hint: string): Failure {
  return new Failure('edit-impossible', `${why}, so the case cannot be added.`, { hint });
}
