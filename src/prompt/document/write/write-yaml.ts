import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import type { ValuePath } from '../yaml/locate.ts';
import { isBlockable, literalBlock, type Quote, scalarText } from './scalar.ts';

/** Lines end here where the value lets them. */
const LINE_WIDTH = 100;

/** A longer key must be marked as one. */
const LONGEST_IMPLICIT_KEY = 1000;

/** The habits of a file. */
export interface YamlStyle {
  /** Columns that a block is indented by. */
  readonly step: number;
  /** Columns that a list is indented by below its key: some write its dashes under the key itself. */
  readonly listStep: number;
  readonly quote: Quote;
  /** Mappings and lists that never stand on one line, however short. */
  readonly isOpen: (path: ValuePath) => boolean;
}

export const TIDY: YamlStyle = { step: 2, listStep: 2, quote: 'double', isOpen: () => false };

/** Where a value is written. */
export interface Spot {
  readonly path: ValuePath;
  /** The column of the keys or dashes of a block here. */
  readonly column: number;
  readonly style: YamlStyle;
}

/**
 * Writes a value as a YAML file that people want to read: texts of several lines as blocks, short mappings and
 * lists on one line, keys in the order given. Reading it gives the same value, byte for byte.
 */
export function writeYamlFile(value: JsonObject, style: Partial<YamlStyle> = {}): string {
  return `${writeMembers(value, { path: [], column: 0, style: { ...TIDY, ...style } })}\n`;
}

/** The members of a mapping; the first line is not indented, so that it can follow a dash. */
function writeMembers(value: JsonObject, { path, column, style }: Spot): string {
  const members = Object.entries(value).map(([key, member]) =>
    writeMember(keyText(key, 'block', style), member, { path: [...path, key], column, style }),
  );
  return members.length === 0 ? '{}' : members.join(`\n${' '.repeat(column)}`);
}

/** One member: its key as it is written, and its value. */
export function writeMember(name: string, value: Json, spot: Spot): string {
  const marked = name.length > LONGEST_IMPLICIT_KEY ? `? ${name}\n${' '.repeat(spot.column)}:` : `${name}:`;
  return marked + writeAfterKey(value, spot, spot.column + name.length + 2);
}

/**
 * A value with the space or line end before it, to follow the `:` of a key at a column.
 *
 * @param used columns of its line that are taken already.
 */
export function writeAfterKey(value: Json, { path, column, style }: Spot, used: number): string {
  const flow = onOneLine(value, path, style, used);
  if (flow !== undefined) return ` ${flow}`;
  if (typeof value === 'string') return ` ${literalBlock(value, column + style.step, style.step)}`;
  const inner = column + (Array.isArray(value) ? style.listStep : style.step);
  return `\n${' '.repeat(inner)}${writeBlock(value, { path, column: inner, style })}`;
}

/** The items of a list; the first line is not indented. */
function writeItems(items: readonly Json[], { path, column, style }: Spot): string {
  return items.map((item, index) => writeItem(item, { path: [...path, index], column, style })).join(`\n${' '.repeat(column)}`);
}

/** One item with its dash, at a column. */
export function writeItem(item: Json, { path, column, style }: Spot): string {
  const inner = column + 2;
  const flow = onOneLine(item, path, style, inner);
  if (flow !== undefined) return `- ${flow}`;
  if (typeof item === 'string') return `- ${literalBlock(item, inner, 2)}`;
  return `- ${writeBlock(item, { path, column: inner, style })}`;
}

function writeBlock(value: Json, spot: Spot): string {
  return Array.isArray(value) ? writeItems(value, spot) : writeMembers(value as JsonObject, spot);
}

/** The value on the line where it stands, or nothing when it needs lines of its own. */
function onOneLine(value: Json, path: ValuePath, style: YamlStyle, used: number): string | undefined {
  if (typeof value === 'string') return needsBlock(value, used) ? undefined : scalarText(value, 'block', style.quote);
  if (!isCollection(value) || isEmpty(value)) return inlineText(value, style);
  if (style.isOpen(path) || isTall(value)) return undefined;
  const text = inlineText(value, style);
  return used + text.length <= LINE_WIDTH ? text : undefined;
}

/** A text of several lines, or too long for the rest of its line. */
function needsBlock(text: string, used: number): boolean {
  return isBlockable(text) && (text.includes('\n') || used + text.length > LINE_WIDTH);
}

/** What would be hard to read on one line: lists of mappings, and texts of several lines at any depth. */
function isTall(value: readonly Json[] | JsonObject): boolean {
  if (Array.isArray(value) && value.some((item: Json) => isJsonObject(item) && !isEmpty(item))) return true;
  return Object.values(value).some((member: Json) =>
    typeof member === 'string' ? member.includes('\n') && isBlockable(member) : isCollection(member) && isTall(member),
  );
}

/** Any value in braces and brackets, on one line. */
export function inlineText(value: Json, style: Pick<YamlStyle, 'quote'>): string {
  if (!isCollection(value)) return scalarText(value, 'flow', style.quote);
  if (Array.isArray(value)) return `[${value.map((item: Json) => inlineText(item, style)).join(', ')}]`;
  const members = Object.entries(value).map(([key, member]) => `${keyText(key, 'flow', style)}: ${inlineText(member, style)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** A key as it is written: quoted where it would be no text, or a merge. */
export function keyText(key: string, place: 'block' | 'flow', { quote }: Pick<YamlStyle, 'quote'>): string {
  return scalarText(key, place, quote);
}

function isCollection(value: Json): value is readonly Json[] | JsonObject {
  return typeof value === 'object' && value !== null;
}

function isEmpty(value: readonly Json[] | JsonObject): boolean {
  return Object.keys(value).length === 0;
}
