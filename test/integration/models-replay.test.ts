import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/evals/run.ts';
import type { Model, ModelRequest } from '../../src/evals/runner/model.ts';
import { openModel } from '../../src/models/open-model.ts';
import { recordCassette } from '../../src/models/replay/recording-model.ts';

const NOTE = 'Answers written by hand for the tests.';
const call = { signal: new AbortController().signal, sample: 0 };
const ask = (content: string): ModelRequest => ({ model: 'openai/m', messages: [{ role: 'user', content }], parameters: {}, tools: [] });

function scripted(text = 'fine'): Model & { asked: string[] } {
  const asked: string[] = [];
  return {
    name: 'scripted',
    asked,
    async answer({ messages }): Promise<Answer> {
      asked.push(messages[0]?.content ?? '');
      return { text, latencyMs: 3 };
    },
    close: async () => {},
  };
}

async function recorded(...questions: string[]): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'cassette-')), 'deep', 'answers.jsonl');
  const recorder = await recordCassette(scripted(), { file, note: NOTE });
  await Promise.all(questions.map((question) => recorder.answer(ask(question), call)));
  await recorder.close();
  return file;
}
const replay = (file: string) => openModel({ model: 'openai/m', providers: {}, environment: {}, cassette: file });

describe('recording a cassette', () => {
  test('says in the first line what the answers are', async () => {
    const [first] = (await readFile(await recorded('a'), 'utf8')).split('\n');

    expect(JSON.parse(first ?? '')).toEqual({ cassette: 1, note: NOTE });
  });

  test('keeps of attached bytes their digest only, and still knows one picture from another', async () => {
    const seen = (data: string): ModelRequest => ({
      ...ask('What is it?'),
      messages: [{ role: 'user', content: 'What is it?', attachments: [{ mediaType: 'image/png', data, name: 'cat.png' }] }],
    });
    const file = join(await mkdtemp(join(tmpdir(), 'cassette-')), 'answers.jsonl');
    const recorder = await recordCassette(scripted('A cat.'), { file, note: NOTE });
    await recorder.answer(seen('Y2F0'), call);
    await recorder.close();

    const text = await readFile(file, 'utf8');
    expect(text).not.toContain('Y2F0');
    // printf %s Y2F0 | sha256sum
    expect(text).toContain('"name":"cat.png","digest":"sha256:a40c74c856da71864c32c64351bd21eb23ac458be45ad957590c4da9918c13ff"');
    const player = await replay(file);
    expect(await player.answer(seen('Y2F0'), call)).toMatchObject({ text: 'A cat.' });
    await expect(player.answer(seen('ZG9n'), call)).rejects.toMatchObject({ code: 'answer-not-recorded' });
  });

  test('asks only what it lacks, and keeps what it has', async () => {
    const file = await recorded('a', 'b');
    const live = scripted('later');

    const recorder = await recordCassette(live, { file, note: 'another note' });
    const answers = await Promise.all(['a', 'b', 'c'].map((question) => recorder.answer(ask(question), call)));
    await recorder.close();

    expect(live.asked).toEqual(['c']);
    expect(answers.map(({ text }) => text)).toEqual(['fine', 'fine', 'later']);
    expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(4);
  });

  test.each(['sk-proj-abcdefghijkl', 'AKIAABCDEFGHIJKLMNOP', 'Bearer abcdefghijklmnopqrstuv', `ghp_${'a'.repeat(36)}`])(
    'refuses to write %s',
    async (secret) => {
      const file = await recorded('a');
      const before = await readFile(file, 'utf8');

      const questions = await recordCassette(scripted(), { file, note: NOTE });
      await expect(questions.answer(ask(`My key is ${secret}`), call)).rejects.toMatchObject({ code: 'cassette-secret' });
      const answers = await recordCassette(scripted(`Your key is ${secret}`), { file, note: NOTE });
      await expect(answers.answer(ask('key?'), call)).rejects.toMatchObject({ code: 'cassette-secret' });
      expect(await readFile(file, 'utf8')).toBe(before);
    },
  );

  test('goes on after a recorder that was killed in the middle of a line', async () => {
    const file = await recorded('a');
    await appendFile(file, '{"key":"sha256:12');

    expect((await (await replay(file)).answer(ask('a'), call)).text).toBe('fine');
    const recorder = await recordCassette(scripted(), { file, note: NOTE });
    await recorder.answer(ask('b'), call);
    await recorder.close();

    expect((await (await replay(file)).answer(ask('b'), call)).text).toBe('fine');
  });
});

describe('a cassette that nothing was recorded to', () => {
  test('is removed on close, and one that was there stays', async () => {
    const file = await recorded('a');
    const failing: Model = { ...scripted(), answer: async () => Promise.reject(new Error('stopped')) };
    for (const [path, isThere] of [
      [`${file}.new`, false],
      [file, true],
    ] as const) {
      const recorder = await recordCassette(failing, { file: path, note: NOTE });
      await expect(recorder.answer(ask('b'), call)).rejects.toThrow('stopped');
      await recorder.close();
      expect([existsSync(path), recorder.recorded()]).toEqual([isThere, 0]);
    }
  });

  test('never gets a secret that looks like no key', async () => {
    const file = await recorded('a');
    const recorder = await recordCassette(scripted('it is 0123abcd'), { file, note: NOTE, secrets: ['0123abcd'] });
    await expect(recorder.answer(ask('b'), call)).rejects.toMatchObject({ code: 'cassette-secret' });
    expect(await readFile(file, 'utf8')).not.toContain('0123abcd');
  });
});

describe('replaying a cassette', () => {
  test.each([
    [
      'a first line that is no header',
      (text: string) => text.slice(text.indexOf('\n') + 1),
      1,
      'the first line must be {"cassette": 1, "note": "what these answers are"}',
    ],
    ['a line that is no JSON', (text: string) => text.replace('{"key"', '{key"'), 2, 'this is no recording'],
    ['an answer without a text', (text: string) => text.replace('"text":"fine"', '"txt":"fine"'), 2, '`answer.text`: Invalid input'],
    [
      'a request that was edited',
      (text: string) => text.replace('"content":"b"', '"content":"changed"'),
      3,
      'the request is not the one that was recorded',
    ],
  ])('locates %s', async (_what, change, line, message) => {
    const file = await recorded('a', 'b');
    await writeFile(file, change(await readFile(file, 'utf8')));

    await expect(replay(file)).rejects.toMatchObject({
      code: 'cassette-invalid',
      message: expect.stringContaining(`line ${line}: ${message}`),
      where: { file, line, column: 1 },
    });
  });

  test('says which cassette cannot be read', async () => {
    await expect(replay('nowhere.jsonl')).rejects.toMatchObject({
      code: 'file-unreadable',
      message: 'The cassette nowhere.jsonl cannot be read.',
    });
  });
});
