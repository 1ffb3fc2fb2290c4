import { isJsonObject, type Json, type JsonObject } from '../../../base/canonical-json.ts';
import type { ValuePath } from '../yaml/locate.ts';
import { isBlockable, literalBlock, scalarText } from './scalar.ts';

/** Lines end here where the value lets them. */
export const LINE_WIDTH = 100;

/** Columns per level. */
export const STEP = 2;

/** A longer key must be marked as one. */
const LONGEST_IMPLICIT_KEY = 1000;

export interface WriteOptions {
  /** Mappings and lists that never stand in braces on one line, however short; texts there never leave their block. */
  readonly isOpen?: (path: ValuePath) => boolean;
}

/**
 * Writes a value as a YAML file that people want to read: texts of several lines as blocks, short mappings and
 * lists on one line, keys in the order given. Reading it gives the same value, byte for byte.
 */
export function writeYamlFile(value: JsonObject, { isOpen = () => false }: WriteOptions = {}): string {
  return `${writeMembers(value, { path: [], indent: 0, isOpen })}\n`;
}

/** Where a value is written. */
export interface Spot {
  readonly path: ValuePath;
  /** The column of the keys or dashes of a block here. */
  readonly indent: number;
  readonly isOpen: (path: ValuePath) => boolean;
}

/** The value of a member after its `key:`, with the space or line end before it. */
export function writeAfterKey(value: Json, spot: Spot, used: number): string {
  const flow = flowText(value, spot, used);
  if (flow !== undefined) return ` ${flow}`;
  if (typeof value === 'string') return ` ${literalBlock(value, spot.indent, STEP)}`;
  return `\n${writeBlock(value, spot)}`;
}

/** A mapping or list in block style, from its first column on. */
function writeBlock(value: Json, spot: Spot): string {
  return ' '.repeat(spot.indent) + (Array.isArray(value) ? writeItems(value, spot) : writeMembers(value as JsonObject, spot));
}

/** The members of a mapping; the first line is not indented, so that it can follow a dash. */
export function writeMembers(value: JsonObject, { path, indent, isOpen }: Spot): string {
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  const margin = `\n${' '.repeat(indent)}`;
  return entries
    .map(([key, member]) => {
      const name = keyText(key, 'block');
      const marked = name.length > LONGEST_IMPLICIT_KEY ? `? ${name}${margin}:` : `${name}:`;
      return marked + writeAfterKey(member, { path: [...path, key], indent: indent + STEP, isOpen }, indent + name.length + 2);
    })
    .join(margin);
}

/** The items of a list; the first line is not indented. */
export function writeItems(items: readonly Json[], { path, indent, isOpen }: Spot): string {
  const margin = `\n${' '.repeat(indent)}`;
  return items.map((item, index) => `- ${writeItem(item, { path: [...path, index], indent: indent + STEP, isOpen })}`).join(margin);
}

function writeItem(item: Json, spot: Spot): string {
  const flow = flowText(item, spot, spot.indent);
  if (flow !== undefined) return flow;
  if (typeof item === 'string') return literalBlock(item, spot.indent, STEP);
  return Array.isArray(item) ? writeItems(item, spot) : writeMembers(item as JsonObject, spot);
}

/** The value on the line where it stands, or nothing when it needs lines of its own. */
function flowText(value: Json, { path, isOpen }: Spot, used: number): string | undefined {
  if (typeof value === 'string') return needsBlock(value, used) ? undefined : scalarText(value, 'block');
  if (!isCollection(value)) return scalarText(value, 'block');
  if (isEmpty(value)) return Array.isArray(value) ? '[]' : '{}';
  if (isOpen(path) || isTall(value)) return undefined;
  const text = inlineText(value);
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
export function inlineText(value: Json): string {
  if (!isCollection(value)) return scalarText(value, 'flow');
  if (Array.isArray(value)) return `[${value.map(inlineText).join(', ')}]`;
  const members = Object.entries(value).map(([key, member]) => `${keyText(key, 'flow')}: ${inlineText(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** A key as it is written: quoted where it would be no text, or a merge. */
export function keyText(key: string, place: 'block' | 'flow'): string {
  return scalarText(key, place);
}

function isCollection(value: Json): value is readonly Json[] | JsonObject {
  return typeof value === 'object' && value !== null;
}

function isEmpty(value: readonly Json[] | JsonObject): boolean {
  return Object.keys(value).length === 0;
}
