import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '../../base/canonical-json.ts';
import { placeOf } from '../../base/diagnostic.ts';
import { Failure } from '../../base/failure.ts';
import { readYaml } from '../../prompt/document/safe-yaml.ts';
import type { InputSpec, PromptContent } from '../../prompt/prompt.ts';

export interface VariableArguments {
  /** `name=value`, later ones win. */
  readonly pairs: readonly string[];
  /** A YAML or JSON file with a mapping. */
  readonly file?: string;
  /** What the file is relative to, absolute. */
  readonly directory: string;
}

/**
 * The variables that a user gave. A value on the command line is text, unless its input is declared
 * as something else: then it is read as JSON (`--var history='["a"]'`).
 *
 * @throws Failure `variables-invalid`, `file-unreadable`
 */
export async function givenVariables({ pairs, file, directory }: VariableArguments, inputs: PromptContent['inputs']): Promise<JsonObject> {
  const fromFile = file === undefined ? {} : await readVariables(resolve(directory, file), file);
  return { ...fromFile, ...Object.fromEntries(pairs.map((pair) => readPair(pair, inputs))) };
}

async function readVariables(path: string, shown: string): Promise<JsonObject> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Failure('file-unreadable', `The variables file ${shown} cannot be read.`, { cause });
  });
  const { value, diagnostics } = readYaml({ file: shown, text });
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error) throw new Failure('variables-invalid', error.message, { where: placeOf(error) });
  if (!isJsonObject(value)) throw new Failure('variables-invalid', `${shown} is not a mapping of names to values.`);
  return value;
}

function readPair(pair: string, inputs: PromptContent['inputs']): [string, Json] {
  const equals = pair.indexOf('=');
  if (equals < 1) throw new Failure('variables-invalid', `"${pair}" is not name=value.`);
  const name = pair.slice(0, equals);
  const text = pair.slice(equals + 1);
  const spec = inputs && Object.hasOwn(inputs, name) ? inputs[name] : undefined;
  return [name, isText(spec) ? text : jsonValue(name, text)];
}

function isText(spec: InputSpec | undefined): boolean {
  return spec?.type === undefined || [spec.type].flat().includes('string');
}

function jsonValue(name: string, text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new Failure('variables-invalid', `The value of "${name}" is not JSON, and the input is not text.`, { cause });
  }
}
