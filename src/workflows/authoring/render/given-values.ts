import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import type { JsonObject } from '../../../base/json/canonical-json.ts';
import type { Message, PromptContent } from '../../../prompt/prompt.ts';
import type { PlaceholderMessages } from '../../../prompt/render/render-prompt.ts';
import { datasetRows } from './dataset-rows.ts';
import { readHistory } from './read-history.ts';
import { readPairs } from './read-pairs.ts';
import { readValueSets } from './read-value-sets.ts';
import { testDataRows } from './test-data-rows.ts';
import type { ReadText, ValueRow } from './value-row.ts';

/** Where the values of a prompt come from, as a person says it. A file called `-` is stdin. */
export interface ValueArguments {
  /** `name=value` or `name=@file`; later ones win, and they win over every other source. */
  readonly pairs: readonly string[];
  /** A file with values: JSON, YAML, or JSON Lines with one set of values a line. */
  readonly file?: string;
  readonly dataset?: string;
  /** Which row of the dataset, by id or by number from 1. */
  readonly row?: string;
  /** Every row of the dataset. */
  readonly allRows?: boolean;
  /** Which row of the prompt's own test data: a number from 1, or `all`. */
  readonly testData?: string;
  /** A file with earlier messages, for the placeholders of the prompt. */
  readonly history?: string;
  /** What files are relative to, absolute. */
  readonly directory: string;
}

/** What reading values needs from outside. */
export interface ValueDependencies {
  readonly stdin: () => Promise<string>;
  /** The test data that the prompt's file has now; it is no part of a version. */
  readonly testData: () => Promise<readonly JsonObject[]>;
}

/** Everything to render a prompt with. */
export interface GivenValues {
  /** At least one. */
  readonly rows: readonly ValueRow[];
  readonly placeholders: PlaceholderMessages;
  /** Names that were typed as flags: one that the prompt does not read is a slip. */
  readonly named: readonly string[];
}

/**
 * The values that a person gave for a prompt.
 *
 * @throws Failure `variables-invalid` with every problem of the flags, `file-unreadable`, `usage-invalid` for flags that
 * do not go together, `suite-invalid` for a dataset with an error
 */
export async function givenValues(
  given: ValueArguments,
  { inputs, messages }: Pick<PromptContent, 'inputs' | 'messages'>,
  dependencies: ValueDependencies,
): Promise<GivenValues> {
  requireOneSource(given);
  const read = textReader(given.directory, dependencies.stdin);
  const pairs = await readPairs(given.pairs, inputs, read);
  const rows = await rowsOf(given, inputs, read, dependencies);
  const placeholders = given.history === undefined ? {} : await readHistory(given.history, placeholderNames(messages), read);
  return { rows: rows.map((row) => ({ ...row, values: { ...row.values, ...pairs } })), placeholders, named: Object.keys(pairs) };
}

async function rowsOf(
  { file, dataset, row, allRows = false, testData }: ValueArguments,
  inputs: PromptContent['inputs'],
  read: ReadText,
  dependencies: ValueDependencies,
): Promise<readonly ValueRow[]> {
  if (dataset !== undefined) return datasetRows(dataset, allRows ? undefined : row, read);
  if (testData !== undefined) return testDataRows(testData, await dependencies.testData(), inputs);
  return file === undefined ? [{ values: {} }] : readValueSets(file, read);
}

function requireOneSource({ file, dataset, row, allRows = false, testData }: ValueArguments): void {
  const sources = [file !== undefined && '--vars', dataset !== undefined && '--dataset', testData !== undefined && '--test-data'].filter(
    (flag) => flag !== false,
  );
  if (sources.length > 1) throw new Failure('usage-invalid', `${sources.join(' and ')} both give the values; use one of them.`);
  const rows = allRows ? '--all-rows' : row === undefined ? undefined : '--row';
  if (rows !== undefined && dataset === undefined) {
    throw new Failure('usage-invalid', `${rows} chooses among the rows of a dataset, and none is given.`, {
      hint: "Name it with `--dataset FILE`; the prompt's own rows are chosen with `--test-data 1` or `--test-data all`.",
    });
  }
  if (allRows && row !== undefined) throw new Failure('usage-invalid', '--row and --all-rows do not go together.');
  if (dataset !== undefined && rows === undefined) {
    throw new Failure('usage-invalid', 'It is not said which row of the dataset is meant.', {
      hint: 'Choose one with `--row NUMBER` or `--row ID`, or take all with `--all-rows`.',
    });
  }
}

function textReader(directory: string, stdin: () => Promise<string>): ReadText {
  let stdinTaken = false;
  return async (named, what) => {
    if (named !== '-') return readNamed(resolve(directory, named), named, what);
    if (stdinTaken) throw new Failure('usage-invalid', 'Two values are to be read from stdin, which is there once.');
    stdinTaken = true;
    return stdin();
  };
}

async function readNamed(path: string, shown: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new Failure('file-unreadable', `The file ${shown} with ${what} cannot be read.`, { cause });
  }
}

function placeholderNames(messages: readonly Message[]): string[] {
  return messages.flatMap(({ role, name = '' }) => (role === 'placeholder' ? [name] : []));
}
