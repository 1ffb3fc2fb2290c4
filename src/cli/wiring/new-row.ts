import { text } from 'node:stream/consumers';
import { Failure } from '../../base/failure.ts';
import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import { DIALOGUE_KEYS, type ReadAttachment } from '../../evals/dataset/dialogue/read-dialogue.ts';
import { readCase } from '../../evals/dataset/read-case.ts';
import type { NewRow } from '../../evals/dataset/rows/added-row.ts';
import type { CliContext } from '../context.ts';

/** The flags that say what a row holds. */
export interface RowFlags {
  readonly input?: readonly string[];
  readonly expected?: readonly string[];
  readonly tag?: readonly string[];
  readonly group?: string;
  readonly id?: string;
}

/**
 * The row that flags give, or stdin.
 *
 * @param attachments reads what the row attaches, relative to the dataset that it is added to.
 * @throws Failure `usage-invalid`
 */
export async function newRow(
  source: string | undefined,
  flags: RowFlags,
  { host }: Pick<CliContext, 'host'>,
  attachments: ReadAttachment,
): Promise<NewRow> {
  if (source === undefined) return rowOfFlags(flags);
  if (source !== '-') throw invalid(`"${source}" is no row: give \`-\` to read one from stdin.`);
  if (Object.values(flags).some((value) => value !== undefined && typeof value !== 'boolean')) {
    throw invalid('A row comes from stdin or from flags, not from both.');
  }
  return rowOfText(await text(host.stdin), attachments);
}

function rowOfText(json: string, attachments: ReadAttachment): NewRow {
  const value = jsonValue(json);
  if (value === undefined) throw invalid('What came by stdin is not one JSON value.');
  const { case: evalCase, named, diagnostics } = readCase({ value, where: { file: 'stdin', line: 1, column: 1 } }, attachments);
  if (evalCase === undefined) throw invalid(diagnostics[0]?.message ?? 'What came by stdin is no row.');
  const { id, inputs, expected, tags, metadata, group } = evalCase;
  return {
    ...(named && { id }),
    inputs,
    ...(expected !== undefined && { expected }),
    ...(tags.length > 0 && { tags }),
    ...(metadata !== undefined && { metadata }),
    ...(group !== undefined && { group }),
    ...(evalCase.dialogue !== undefined && isJsonObject(value) && { dialogue: dialogueKeys(value) }),
  };
}

/** As they were given: a file stays a path. */
function dialogueKeys(row: JsonObject): JsonObject {
  return Object.fromEntries(DIALOGUE_KEYS.flatMap((key) => (row[key] === undefined ? [] : [[key, row[key]]])));
}

function rowOfFlags({ input, expected, tag, group, id }: RowFlags): NewRow {
  if (input === undefined) {
    throw invalid('A case has inputs: give each with `--input name=value`, or the row as JSON by stdin (`-`).');
  }
  const inputs = membersOf('--input', input);
  return {
    ...(id !== undefined && { id }),
    inputs,
    ...(expected !== undefined && { expected: expectationOf(expected) }),
    ...(tag !== undefined && { tags: tag }),
    ...(group !== undefined && { group }),
  };
}

/** One text without a name is the expectation itself. */
function expectationOf(given: readonly string[]): Json {
  const [first = ''] = given;
  return given.length === 1 && !/^[\w.-]+=/.test(first) ? first : membersOf('--expected', given);
}

function membersOf(flag: string, pairs: readonly string[]): JsonObject {
  const members = new Map<string, string>();
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    if (at < 1) throw invalid(`${flag} is written name=value, not "${pair}".`);
    if (members.has(name)) throw invalid(`${flag} gives "${name}" twice.`);
    members.set(name, pair.slice(at + 1));
  }
  return Object.fromEntries(members);
}

function invalid(message: string): Failure {
  return new Failure('usage-invalid', message);
}
