import { readFileSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type CrashLog, stackOf, writeCrashLog } from './crash-log.ts';

const logs: CrashLog[] = [];
afterEach(() => {
  for (const { file } of logs.splice(0)) if (file !== undefined) rmSync(dirname(file), { recursive: true });
});

function kept(error: unknown, variables: Record<string, string> = {}): CrashLog & { text: string } {
  const log = writeCrashLog(error, variables);
  logs.push(log);
  return { ...log, text: readFileSync(log.file ?? '', 'utf8') };
}

describe('the log of an unexpected error', () => {
  test('holds the stack with its causes, and the versions', () => {
    const { text, id } = kept(new Error('outer', { cause: new TypeError('inner') }));
    expect(text).toMatch(/^promptlane \d+\.\d+\.\d+\nnode v\d+.*\n\nError: outer\n {4}at [\s\S]*\ncaused by TypeError: inner\n/);
    expect(id).toMatch(/^[0-9a-f]{8}$/);
  });

  test.skipIf(process.platform === 'win32')('can be read by this user alone', () => {
    const { file = '' } = kept(new Error('broken'));
    expect([statSync(file).mode & 0o777, statSync(dirname(file)).mode & 0o777]).toEqual([0o600, 0o700]);
  });

  test('holds no key: neither one that looks like one, nor one that a variable holds', () => {
    const key = `sk-${'a'.repeat(24)}`;
    const { text } = kept(new Error(`${key} and hunter2hunter2`), { REGISTRY_PASSWORD: 'hunter2hunter2', PATH: 'Error' });
    expect(text).toContain('Error: [key] and [secret]');
  });

  test('has one id for one error at one place, whatever it names', () => {
    const fail = (name: string) => kept(new Error(`cannot read "${name}"`)).id;
    const [first, second] = ['one', 'two'].map(fail);
    expect(first).toBe(second);
    expect(kept(new Error('another')).id).not.toBe(first);
  });

  test('tells what was thrown when that is no error', () => {
    expect(kept('a text').text).toContain('a text');
    expect(stackOf(undefined)).toBe('undefined');
  });
});
