import { expect, test } from 'vitest';
import { runHere, succeed } from '../support/command-line.ts';
import { lockedWorkspace } from '../support/temporary-workspace.ts';

test('promote --lock-only writes the lockfile without a registry, and says that no gate has judged', async () => {
  const workspace = await lockedWorkspace();
  const at = { cwd: workspace.path };
  const said = await succeed(['promote', 'greet', '--to', 'staging', '--lock-only'], at);
  expect(said).toMatch(
    /Wrote promptlane\.lock: staging pins what development pins\.\n {2}\+ greet .*\n.*whose gates judge then: none is configured here/,
  );
  expect(workspace.text('promptlane.lock')).toMatch(/ {2}staging:\n {4}greet:/);
  await succeed(['lock', '--check'], at);
  expect(JSON.parse(await succeed(['promote', '--all', '--to', 'staging', '--lock-only', '--json'], at))).toMatchObject({
    schema: 'promptlane/promotion/v1',
    asked: false,
    applied: false,
    lockfile: 'written',
    plan: { moves: [{ prompt: 'answer' }], refusals: [] },
  });
});

test('promote that is to move a registry ends with 2 where there is none, and writes nothing', async () => {
  const workspace = await lockedWorkspace();
  const before = workspace.text('promptlane.lock');
  expect(await runHere(['promote', '--all', '--to', 'staging'], { cwd: workspace.path })).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('[registry-not-configured]'),
  });
  expect(workspace.text('promptlane.lock')).toBe(before);
});
