import { describe, expect, test } from 'vitest';
import type { Json } from '../../../base/json/canonical-json.ts';
import type { EvalCase } from '../eval-case.ts';
import { readCase } from '../read-case.ts';
import { storedRow } from '../stored/stored-dataset.ts';
import type { ReadAttachment } from './read-dialogue.ts';

const PNG = 'iVBORw0KGgo=';
const read = (row: Json, attachment?: ReadAttachment) =>
  readCase({ value: row, where: { file: 'd.jsonl', line: 1, column: 1 } }, attachment);
const messages = (row: Json, attachment?: ReadAttachment) => read(row, attachment).diagnostics.map(({ message }) => message);

describe('a dialogue', () => {
  test('may be all that a row has, and names it', () => {
    expect(read({ turns: ['Where is Rome?'] }).case).toMatchObject({
      inputs: {},
      label: 'Where is Rome?',
      dialogue: { turns: [{ role: 'user', content: 'Where is Rome?' }] },
    });
  });

  test('is part of what a case is called by', () => {
    const ids = [{}, { turns: ['a'] }, { turns: ['b'] }, { toolResults: { x: 1 } }, { maxSteps: 2, toolResults: { x: 1 } }].map(
      (keys) => read({ inputs: { q: 'a' }, ...keys }).case?.caseId,
    );
    expect(new Set(ids).size).toBe(5);
    expect(read({ inputs: { q: 'a' }, toolResults: { x: [1] } }).case?.caseId).toBe(ids[3]);
  });

  test('counts a file by its bytes, wherever it lies', () => {
    const id = (file: string, data: string) => read({ inputs: {}, attachments: [{ file, name: 'x' }] }, () => ({ data })).case?.caseId;
    expect(id('a/one.png', PNG)).toBe(id('b/two.png', PNG));
    expect(id('a/one.png', PNG)).not.toBe(id('a/one.png', `${PNG.slice(0, -4)}AAAA`));
  });

  test('believes the bytes of a file before its name', () => {
    const type = (file: string, data: string) =>
      read({ inputs: {}, attachments: [{ file }] }, () => ({ data })).case?.dialogue?.attachments?.[0];
    expect(type('a.txt', PNG)).toMatchObject({ attachment: { mediaType: 'image/png', name: 'a.txt' } });
    expect(type('notes.MD', 'SGVsbG8=')).toMatchObject({ attachment: { mediaType: 'text/markdown' } });
  });

  test.each<[string, Json, RegExp]>([
    ['turns that end with the assistant', { inputs: {}, turns: ['a', { assistant: 'b' }] }, /ends with the user/],
    ['a turn with an expectation', { turns: [{ user: 'a', expected: 'b' }] }, /`turns` is a list/],
    ['results that are no mapping', { inputs: {}, toolResults: [1] }, /`toolResults` is a mapping/],
    ['steps without end', { inputs: {}, maxSteps: 0 }, /`maxSteps`/],
    ['an attachment that is both', { inputs: {}, attachments: [{ file: 'a', url: 'https://a' }] }, /`attachments`/],
    ['bytes that are no base64', { inputs: {}, attachments: [{ data: 'é' }] }, /`attachments`/],
    ['bytes of no known type', { inputs: {}, attachments: [{ data: 'AAAA' }] }, /given as `data` is of no known type/],
    ['an address that is none of the web', { inputs: {}, attachments: [{ url: 'file:///etc/passwd' }] }, /`attachments`/],
    ['a file that cannot be read', { inputs: {}, attachments: [{ file: '../a.png' }] }, /not read from the workspace/],
    ['a misspelt key', { inputs: {}, turn: ['a'] }, /no key "turn".*Did you mean "turns"/],
  ])('is refused: %s', (_what, row, message) => {
    expect(messages(row)).toEqual([expect.stringMatching(message)]);
  });

  test('is the same case with the bytes of a file in the row, as a registry stores it', () => {
    const whole = read({ turns: ['Is that a map?'], attachments: [{ file: 'a/map.png', message: 0 }] }, () => ({ data: PNG })).case;
    const stored = storedRow(whole as EvalCase);
    expect(read(JSON.parse(stored)).case).toMatchObject({ caseId: whole?.caseId, dialogue: whole?.dialogue });
    expect(storedRow(read(JSON.parse(stored)).case as EvalCase)).toBe(stored);
  });

  test('is refused with a file of no known type', () => {
    expect(messages({ inputs: {}, attachments: [{ file: 'a.bin' }] }, () => ({ data: 'AAAA' }))).toEqual([
      expect.stringMatching(/known type/),
    ]);
  });

  test('in a flat row is an input like any other', () => {
    expect(read({ maxSteps: '3', turns: 'two' }).case).toMatchObject({ inputs: { maxSteps: '3', turns: 'two' } });
  });
});
