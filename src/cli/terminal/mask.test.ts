import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/git-repository.ts';
import { openTerminal } from './terminal.ts';

/** What masking a secret writes to stderr, when that is a file of this descriptor, or a pipe without one. */
async function masked(variables: Record<string, string>, fd?: number): Promise<string> {
  const written: string[] = [];
  const stream = { isTTY: false, write: (text: string) => written.push(text) > 0, ...(fd !== undefined && { fd }) };
  const stderr = stream as unknown as NodeJS.WriteStream;
  const host = { stdin: stderr as never, stdout: stderr, stderr, variables, directory: '/' };
  (await openTerminal({ color: false, input: false }, host)).mask('hunter2');
  return written.join('');
}

test('a secret is masked in a job of GitHub Actions', async () => {
  expect(await masked({ GITHUB_ACTIONS: 'true' })).toBe('::add-mask::hunter2\n');
});

test('a secret is written nowhere else', async () => {
  expect(await masked({})).toBe('');
});

test('a secret is not written where stderr is kept', async () => {
  const kept = openSync(join(temporaryFolder().path, 'stderr.log'), 'w');
  const device = openSync(devNull, 'w');
  expect(await masked({ GITHUB_ACTIONS: 'true' }, kept)).toBe('');
  expect(await masked({ GITHUB_ACTIONS: 'true' }, device)).toContain('hunter2');
  for (const fd of [kept, device]) closeSync(fd);
});
