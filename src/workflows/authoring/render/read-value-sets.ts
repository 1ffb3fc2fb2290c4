import { placeOf } from '../../../base/diagnostic.ts';
import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type Json } from '../../../base/json/canonical-json.ts';
import { jsonValue } from '../../../base/json/json-value.ts';
import { readYaml } from '../../../prompt/document/safe-yaml.ts';
import type { ReadText, ValueRow } from './value-row.ts';

/**
 * The sets of values of a file: one of a JSON or YAML mapping, one a line of JSON Lines, one an item of a list.
 *
 * @throws Failure `variables-invalid` with the place
 */
export async function readValueSets(file: string, read: ReadText): Promise<ValueRow[]> {
  const shown = file === '-' ? 'stdin' : file;
  const text = await read(file, 'values');
  const lines = linesOf(text, file);
  if (lines === undefined) return rowsOf(readDocument(text, shown), shown);
  const values = lines.map((line, index) => jsonValue(line) ?? notJson(shown, index + 1));
  return rowsOf(values.length === 1 ? (values[0] ?? null) : values, shown);
}

/** The lines of JSON Lines: by the name of the file, or since there are several and each is JSON by itself. */
function linesOf(text: string, file: string): string[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const isNamedSo = /\.(?:jsonl|ndjson)$/i.test(file);
  const looksSo = file === '-' && lines.length > 1 && lines.every((line) => isJsonObject(jsonValue(line)));
  return isNamedSo || looksSo ? lines : undefined;
}

function readDocument(text: string, shown: string): Json | undefined {
  const { value, diagnostics } = readYaml({ file: shown, text });
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error) throw new Failure('variables-invalid', error.message, { where: placeOf(error) });
  return value;
}

function rowsOf(value: Json | undefined, shown: string): ValueRow[] {
  if (isJsonObject(value)) return [{ values: value }];
  const sets = Array.isArray(value) ? value : [];
  if (sets.length === 0 || !sets.every(isJsonObject)) {
    throw new Failure('variables-invalid', `${shown} holds no mapping of names to values.`);
  }
  return sets.map((values, index) => ({ values, label: `${shown} ${index + 1}` }));
}

function notJson(file: string, line: number): never {
  throw new Failure('variables-invalid', 'This line is no JSON.', { where: { file, line, column: 1 } });
}
