import { isJsonObject, type Json } from '../../base/json/canonical-json.ts';

/** Controls, halves of characters, and what is invisible or reorders text: source that holds them reads as something else. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;
const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** A text as a string literal, in printable characters. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(INVISIBLE, escaped);
}

/** A name as the key of a type: bare where it may be. */
export function keyText(name: string): string {
  return IDENTIFIER.test(name) ? name : quoted(name);
}

/** The type that holds one JSON value and no other. */
export function literalType(value: Json): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(literalType).join(', ')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${keyText(name)}: ${literalType(member)}`);
  return members.length === 0 ? '{ [key: string]: never }' : `{ ${members.join('; ')} }`;
}

/** A comment for editors, each line indented; nothing for a text that says nothing. */
export function docComment(text: string, indent: string): string {
  const lines = text
    .trim()
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map(commentLine);
  if (lines.length === 1 && lines[0] === '') return '';
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${[`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`].join('\n')}\n`;
}

/** Neither ends the comment, nor is a tag or an order to the compiler: those start with `@`. */
function commentLine(line: string): string {
  return line
    .replaceAll('\t', ' ')
    .replace(INVISIBLE, escaped)
    .replaceAll('*/', '*\\/')
    .replace(/^([\s/*]*)@/, '$1\\@')
    .trimEnd();
}

/** As JSON and TypeScript write a character beyond ASCII: by its UTF-16 code units. */
function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
}
