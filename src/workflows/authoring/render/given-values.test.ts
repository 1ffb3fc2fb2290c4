import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Failure } from '../../../base/failure.ts';
import type { Message } from '../../../prompt/prompt.ts';
import { givenValues, type ValueArguments } from './given-values.ts';

const INPUTS = {
  text: { type: 'string' },
  count: { type: 'integer' },
  flag: { type: 'boolean' },
  list: { type: 'array' },
  map: { type: 'object' },
};
const HISTORY: Message = { role: 'placeholder', name: 'history' };
const ROWS = '{"id":"a","inputs":{"text":"first"}}\n{"id":"2","inputs":{"text":"second"}}\n';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'values-'));
  const files = {
    'one.yaml': 'text: from file\ncount: 1\n',
    'many.jsonl': '{"text":"a"}\n{"text":"b"}\n',
    'note.txt': 'line one\nline two\n',
    'rows.jsonl': ROWS,
    'rows.csv': 'text,expected\nfrom a table,x\n',
    'broken.jsonl': '{"text":\n',
    'history.json': JSON.stringify([
      { role: 'user', content: [{ type: 'text', text: 'hey' }] },
      { role: 'assistant', content: null, tool_calls: [{ id: 'c' }] },
      { role: 'tool', tool_call_id: 'c', content: '42' },
    ]),
    'odd-history.yaml': '- { role: user, content: hi }\n- { role: robot, content: hi }\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
});

interface Given extends Partial<ValueArguments> {
  readonly messages?: readonly Message[];
  readonly stdin?: string;
}

const given = ({ messages = [HISTORY], stdin = '', ...more }: Given) =>
  givenValues(
    { pairs: [], directory, ...more },
    { inputs: INPUTS, messages },
    { stdin: async () => stdin, testData: async () => [{ text: 'x', other: 1 }, { text: 'y' }] },
  );
const values = async (arguments_: Given) => (await given(arguments_)).rows.map((row) => row.values);
const failure = (arguments_: Given): Promise<Failure> =>
  given(arguments_).then(
    () => expect.fail('nothing is wrong'),
    (error) => error as Failure,
  );

describe('flags', () => {
  test('are text unless the input is declared as something else', async () => {
    const pairs = ['text=3', 'count=3', 'flag=true', 'list=["a"]', 'map={"a":1}', 'other=true', 'more=a=b', 'empty='];
    expect(await values({ pairs })).toEqual([
      { text: '3', count: 3, flag: true, list: ['a'], map: { a: 1 }, other: 'true', more: 'a=b', empty: '' },
    ]);
  });

  test('keep as text what is no JSON: the check of all values says what was expected', async () => {
    expect(await values({ pairs: ['count=many', 'list=[1'] })).toEqual([{ count: 'many', list: '[1' }]);
  });

  test('take a value from a file or stdin without its last line end, and a text that starts with @', async () => {
    expect(await values({ pairs: ['text=@note.txt', 'list=@-', 'more=@@ann'], stdin: '["a"]\r\n' })).toEqual([
      { text: 'line one\nline two', list: ['a'], more: '@ann' },
    ]);
  });

  test('that are no name=value are all named', async () => {
    expect(await failure({ pairs: ['nonsense', 'text=ok', '=x'] })).toMatchObject({
      code: 'variables-invalid',
      message: '"nonsense" and "=x" are not name=value.',
    });
  });

  test('win over every other source', async () => {
    expect(await values({ pairs: ['text=mine'], file: 'one.yaml' })).toEqual([{ text: 'mine', count: 1 }]);
    expect(await values({ pairs: ['text=mine'], dataset: 'rows.jsonl', allRows: true })).toEqual([{ text: 'mine' }, { text: 'mine' }]);
  });
});

describe('a file with values', () => {
  test('gives one set, and JSON Lines one a line, also through stdin', async () => {
    expect(await values({ file: 'one.yaml' })).toEqual([{ text: 'from file', count: 1 }]);
    expect(await values({ file: 'many.jsonl' })).toEqual([{ text: 'a' }, { text: 'b' }]);
    expect(await values({ file: '-', stdin: '{"text":"a"}\n{"text":"b"}\n' })).toEqual([{ text: 'a' }, { text: 'b' }]);
    expect(await values({ file: '-', stdin: '{\n"text": "a"\n}' })).toEqual([{ text: 'a' }]);
  });

  test('that cannot be read is located', async () => {
    expect(await failure({ file: 'broken.jsonl' })).toMatchObject({
      code: 'variables-invalid',
      where: { file: 'broken.jsonl', line: 1, column: 1 },
    });
    expect(await failure({ file: 'nowhere.yaml' })).toMatchObject({
      code: 'file-unreadable',
      message: 'The file nowhere.yaml with values cannot be read.',
    });
    expect(await failure({ file: 'note.txt' })).toMatchObject({ code: 'variables-invalid' });
  });

  test('cannot be stdin twice', async () => {
    expect(await failure({ file: '-', pairs: ['text=@-'], stdin: '{}' })).toMatchObject({ code: 'usage-invalid' });
  });
});

describe('a dataset', () => {
  test('gives a row by id before number, and all', async () => {
    const row = async (named: string) => (await values({ dataset: 'rows.jsonl', row: named }))[0]?.text;
    expect([await row('a'), await row('2'), await row('1')]).toEqual(['first', 'second', 'first']);
    expect((await given({ dataset: 'rows.jsonl', allRows: true })).rows.map(({ label }) => label)).toEqual(['a', '2']);
    expect(await values({ dataset: 'rows.csv', row: '1' })).toEqual([{ text: 'from a table' }]);
  });

  test.each([
    [{ dataset: 'rows.jsonl', row: 'other' }, 'rows.jsonl has no row "other".', 'It has 2 rows: a, 2.'],
    [{ dataset: 'rows.jsonl', row: '3' }, 'rows.jsonl has no row "3".', 'It has 2 rows'],
    [{ dataset: 'rows.jsonl' }, 'It is not said which row of the dataset is meant.', '--row NUMBER'],
    [{ row: '1' }, '--row chooses among the rows of a dataset, and none is given.', '--dataset FILE'],
    [{ dataset: 'rows.jsonl', row: '1', allRows: true }, '--row and --all-rows do not go together.', ''],
    [{ dataset: 'rows.jsonl', row: '1', file: 'one.yaml' }, '--vars and --dataset both give the values; use one of them.', ''],
    [{ dataset: 'note.txt', row: '1' }, 'The dataset "note.txt" is in no known format.', '.jsonl'],
  ])('%j is refused', async (arguments_, message, hint) => {
    expect(await failure(arguments_)).toMatchObject({ code: 'usage-invalid', message, hint: expect.stringContaining(hint) });
  });

  test('with an error is refused at its place', async () => {
    expect(await failure({ dataset: 'broken.jsonl', row: '1' })).toMatchObject({
      code: 'suite-invalid',
      where: { file: 'broken.jsonl', line: 1 },
    });
  });
});

describe('the test data of a prompt', () => {
  test('gives a row by number, without keys that the prompt does not declare', async () => {
    expect(await values({ testData: '1' })).toEqual([{ text: 'x' }]);
    expect(await values({ testData: 'all' })).toEqual([{ text: 'x' }, { text: 'y' }]);
  });

  test.each(['0', '3', 'first', '-1'])('has no row %s', async (testData) => {
    expect(await failure({ testData })).toMatchObject({ code: 'usage-invalid', hint: expect.stringContaining('from 1 to 2') });
  });
});

describe('earlier messages', () => {
  test('fill the one placeholder, in the spelling of prompt files and of OpenAI', async () => {
    expect((await given({ history: 'history.json' })).placeholders).toEqual({
      history: [
        { role: 'user', content: 'hey' },
        { role: 'assistant', toolCalls: [{ id: 'c' }] },
        { role: 'tool', toolCallId: 'c', content: '42' },
      ],
    });
  });

  test('are given by name to several placeholders', async () => {
    const messages = [HISTORY, { role: 'placeholder', name: 'examples' } as const];
    const stdin = '{"history":[{"role":"user","content":"a"}],"examples":[]}';
    expect((await given({ messages, history: '-', stdin })).placeholders).toEqual({
      history: [{ role: 'user', content: 'a' }],
      examples: [],
    });
    expect(await failure({ messages, history: 'history.json' })).toMatchObject({
      message: 'The prompt has several placeholders: history, examples.',
    });
  });

  test('that cannot be read, or have no place, are named', async () => {
    expect(await failure({ history: 'odd-history.yaml' })).toMatchObject({
      code: 'variables-invalid',
      message: expect.stringContaining('Message 2 of odd-history.yaml cannot be read: `role` must be one of'),
    });
    expect(await failure({ messages: [], history: 'history.json' })).toMatchObject({
      message: 'The prompt has no placeholder that earlier messages could fill.',
    });
  });
});
