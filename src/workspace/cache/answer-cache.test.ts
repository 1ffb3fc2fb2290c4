import { execFile } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../base/digest.ts';
import type { Answer } from '../../evals/run.ts';
import { fileAnswerCache } from './answer-cache.ts';

const folder = () => join(mkdtempSync(join(tmpdir(), 'answers-')), 'cache');
const key = (name: string, sample = 0) => ({ provider: 'openai:https://api.openai.com', request: digestOf(name), sample });
const answer = (text: string): Answer => ({ text, latencyMs: 12, usage: { input: 1, output: 2 }, cost: 0.5, finishReason: 'stop' });
const segment = (path: string) => join(path, 'answers-0001.jsonl');

describe('fileAnswerCache', () => {
  test('gives back what was put: at once, after a flush and in the next process', async () => {
    const path = folder();
    const cache = fileAnswerCache(path);
    cache.put(key('a'), answer('ä "quoted"\n\u2028'));

    expect(await cache.get(key('a'))).toEqual(answer('ä "quoted"\n\u2028'));
    await cache.flush();
    expect(await cache.get(key('a'))).toEqual(answer('ä "quoted"\n\u2028'));
    await cache.close();
    const next = fileAnswerCache(path);
    expect(await next.get(key('a'))).toEqual(answer('ä "quoted"\n\u2028'));
    await next.close();
  });

  test('has nothing for another sample, provider or request, and nothing in a folder that is not there', async () => {
    const cache = fileAnswerCache(folder());
    expect(await cache.get(key('a'))).toBeUndefined();
    cache.put(key('a'), answer('x'));
    await cache.flush();

    expect(await Promise.all([key('a', 1), { ...key('a'), provider: 'replay' }, key('b')].map((other) => cache.get(other)))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    await cache.close();
  });

  test('writes without being asked to', async () => {
    const path = folder();
    const cache = fileAnswerCache(path);
    cache.put(key('a'), answer('x'));

    await expect.poll(() => readFileSync(segment(path), 'utf8'), { timeout: 2000 }).toContain('"text":"x"');
    await cache.close();
  });

  test('ignores half a line, and what is appended after it still counts', async () => {
    const path = folder();
    const first = fileAnswerCache(path);
    first.put(key('a'), answer('whole'));
    await first.close();
    appendFileSync(segment(path), `{"key":"${key('b').request}#0 x","answer":{"text":"ha`);

    const second = fileAnswerCache(path);
    expect(await second.get(key('a'))).toEqual(answer('whole'));
    second.put(key('c'), answer('after'));
    await second.close();

    const third = fileAnswerCache(path);
    expect([await third.get(key('a')), await third.get(key('b')), await third.get(key('c'))]).toEqual([
      answer('whole'),
      undefined,
      answer('after'),
    ]);
    await third.close();
  });

  test('takes a damaged or foreign line for a miss', async () => {
    const path = folder();
    const first = fileAnswerCache(path);
    first.put(key('a'), answer('x'));
    await first.close();
    writeFileSync(segment(path), `nonsense\n${readFileSync(segment(path), 'utf8').replace('"text":"x"', '"text":x')}`);

    const cache = fileAnswerCache(path);
    expect(await cache.get(key('a'))).toBeUndefined();
    await cache.close();
  });

  test('sees what another process appended once it reads its own writes', async () => {
    const path = folder();
    const [left, right] = [fileAnswerCache(path), fileAnswerCache(path)];
    expect(await left.get(key('r'))).toBeUndefined();
    right.put(key('r'), answer('from the right'));
    await right.flush();
    left.put(key('l'), answer('from the left'));
    await left.flush();

    expect(await left.get(key('l'))).toEqual(answer('from the left'));
    expect(await left.get(key('r'))).toEqual(answer('from the right'));
    await Promise.all([left.close(), right.close()]);
  });

  test('loses nothing when several processes append at once', async () => {
    const path = folder();
    const program = `
      import { fileAnswerCache } from ${JSON.stringify(new URL('./answer-cache.ts', import.meta.url).href)};
      import { digestOf } from ${JSON.stringify(new URL('../../base/digest.ts', import.meta.url).href)};
      const cache = fileAnswerCache(process.argv[1]);
      for (let n = 0; n < 200; n += 1) {
        cache.put({ provider: 'p', request: digestOf(process.argv[2] + n), sample: 0 }, { text: 'x'.repeat(1000) + n, latencyMs: 1 });
        if (n % 10 === 0) await cache.flush();
      }
      await cache.close();`;
    const run = (name: string) =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program, path, name]);
    await Promise.all(['a', 'b', 'c'].map(run));

    const cache = fileAnswerCache(path);
    const found = await Promise.all(
      ['a', 'b', 'c'].flatMap((name) =>
        Array.from({ length: 200 }, (_, n) => cache.get({ provider: 'p', request: digestOf(name + n), sample: 0 })),
      ),
    );
    expect(found.map((one) => one?.text.length)).not.toContain(undefined);
    await cache.close();
  }, 30_000);

  test('keeps on when somebody empties the cache meanwhile', async () => {
    const path = folder();
    const cache = fileAnswerCache(path);
    cache.put(key('a'), answer('before'));
    await cache.flush();
    rmSync(path, { recursive: true });
    cache.put(key('b'), answer('after'));
    await cache.close();

    const next = fileAnswerCache(path);
    expect([await next.get(key('a')), await next.get(key('b'))]).toEqual([undefined, answer('after')]);
    await next.close();
  });

  test('starts another segment when one is full', async () => {
    const path = folder();
    const cache = fileAnswerCache(path, { segmentBytes: 1000 });
    for (const name of ['a', 'b', 'c']) {
      cache.put(key(name), answer(name.repeat(500)));
      await cache.flush();
    }

    expect(readdirSync(path)).toEqual(['answers-0001.jsonl', 'answers-0002.jsonl']);
    expect(await Promise.all(['a', 'b', 'c'].map((name) => cache.get(key(name))))).toEqual(
      ['a', 'b', 'c'].map((name) => answer(name.repeat(500))),
    );
    await cache.close();
  });

  test('says so when it cannot write', async () => {
    const path = folder();
    writeFileSync(path, 'a file where the folder should be');
    const cache = fileAnswerCache(path);
    cache.put(key('a'), answer('x'));

    await expect(cache.flush()).rejects.toMatchObject({ code: 'file-unwritable' });
  });
});
