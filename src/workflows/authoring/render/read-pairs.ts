import { Failure } from '../../../base/failure.ts';
import type { Json, JsonObject } from '../../../base/json/canonical-json.ts';
import { jsonValue } from '../../../base/json/json-value.ts';
import type { InputSpec, PromptContent } from '../../../prompt/prompt.ts';
import type { ReadText } from './value-row.ts';

/**
 * The values of flags like `name=value`.
 *
 * A value is text, unless its input is declared as something else: then it is read as JSON (`history='["a"]'`), and what
 * is no JSON stays text, so that the check of all values can say what was expected. `name=@file` takes the value from a
 * file without its last line end, `name=@-` from stdin; `name=@@text` is the text `@text`.
 * @throws Failure `variables-invalid` naming every flag that is no `name=value`
 */
export async function readPairs(pairs: readonly string[], inputs: PromptContent['inputs'], read: ReadText): Promise<JsonObject> {
  const wrong = pairs.filter((pair) => pair.indexOf('=') < 1).map((pair) => `"${pair}"`);
  if (wrong.length > 0) {
    throw new Failure('variables-invalid', `${wrong.join(' and ')} ${wrong.length > 1 ? 'are' : 'is'} not name=value.`);
  }
  const values: [string, Json][] = [];
  for (const pair of pairs) {
    const name = pair.slice(0, pair.indexOf('='));
    const text = await textOf(pair.slice(name.length + 1), name, read);
    const spec = inputs && Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    values.push([name, isText(spec) ? text : (jsonValue(text) ?? text)]);
  }
  return Object.fromEntries(values);
}

async function textOf(given: string, name: string, read: ReadText): Promise<string> {
  if (!given.startsWith('@')) return given;
  if (given.startsWith('@@')) return given.slice(1);
  return (await read(given.slice(1), `the value of \`${name}\``)).replace(/\r?\n$/, '');
}

function isText(spec: InputSpec | undefined): boolean {
  return spec?.type === undefined || [spec.type].flat().includes('string');
}
