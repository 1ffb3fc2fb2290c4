import { readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Failure } from '../base/failure.ts';
import { openContext } from './context.ts';
import { type CliAction, runAction } from './run-action.ts';

async function run(action: CliAction): Promise<{ code: number; notes: string[] }> {
  const notes: string[] = [];
  const plain = new Proxy({}, { get: () => (text: string) => text });
  const terminal = { note: (text: string) => notes.push(text), noteColor: plain } as never;
  const globals = { directory: '/', registry: undefined, debug: false, color: false, input: false };
  return { code: await runAction(action, openContext({ terminal, globals, variables: {} })), notes };
}

describe('runAction', () => {
  test('gives the exit code of how the command ended', async () => {
    expect(await run(async () => 'gate')).toEqual({ code: 6, notes: [] });
  });

  test('tells a failure with its code and hint', async () => {
    const { code, notes } = await run(async () => {
      throw new Failure('lockfile-outdated', 'greet is not locked.', { hint: 'Lock it.' });
    });
    expect([code, ...notes]).toEqual([4, 'error greet is not locked. [lockfile-outdated]\nLock it.']);
  });

  test('tells a defect with its id and the file that keeps its stack', async () => {
    const { code, notes } = await run(() => Promise.reject(new TypeError('x is undefined')));
    expect(code).toBe(1);
    const [, id, log = ''] = /^unexpected error x is undefined \[([0-9a-f]{8})\]\n.*Its log is (.*\.log):/.exec(notes.join('\n')) ?? [];
    expect(log).toContain(`${id}.log`);
    expect(readFileSync(log, 'utf8')).toMatch(/TypeError: x is undefined\n +at /);
    rmSync(dirname(log), { recursive: true });
  });

  test('closes everything, last opened first, although some of it cannot be closed', async () => {
    const closed: string[] = [];
    const { code, notes } = await run(async (context) => {
      context.defer(() => void closed.push('first'));
      context.defer(() => Promise.reject(new Failure('file-unwritable', 'The answers cannot be kept.')));
      context.defer(() => void closed.push('last'));
      return 'ok';
    });
    expect(closed).toEqual(['last', 'first']);
    expect([code, notes.length]).toEqual([2, 1]);
  });

  test('closes what was opened by a command that failed, and keeps its failure', async () => {
    const closed: string[] = [];
    const { code } = await run(async (context) => {
      context.defer(() => void closed.push('registry'));
      throw new Failure('policy-refused', 'No.');
    });
    expect([code, closed]).toEqual([8, ['registry']]);
  });
});
