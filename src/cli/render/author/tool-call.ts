import type { ChalkInstance } from 'chalk';
import { isJsonObject, type Json } from '../../../base/json/canonical-json.ts';
import { jsonValue } from '../../../base/json/json-value.ts';
import { printable, printableLines } from '../../../base/text/printable.ts';
import { safeJson } from '../../json.ts';

/** A tool call as a block that a person reads: the tool, the id of the call, the arguments one a line. */
export function toolCallText(call: Json, color: ChalkInstance): string {
  const { id = '', function: called } = isJsonObject(call) ? call : {};
  const { name = '', arguments: given = '' } = isJsonObject(called) ? called : {};
  const head = `${color.magenta(`→ ${printable(textOf(name))}`)}${id === '' ? '' : color.dim(` ${printable(textOf(id))}`)}`;
  return `${head}\n${argumentsText(given)}`;
}

/** Arguments are JSON in a text; what a model wrote that is no JSON is shown as it is. */
function argumentsText(given: Json): string {
  const value = typeof given === 'string' ? jsonValue(given) : given;
  const text = value === undefined ? printableLines(textOf(given)) : safeJson(JSON.stringify(value, null, 2));
  return text
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
