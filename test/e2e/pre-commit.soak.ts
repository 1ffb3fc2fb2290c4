import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/git-repository.ts';
import { lockedWorkspace } from '../support/temporary-workspace.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const hasPreCommit = spawnSync('pre-commit', ['--version']).status === 0;

test.skipIf(!hasPreCommit)('pre-commit builds promptlane from a clone of this repository, and runs its hook', async () => {
  const clone = temporaryFolder().path;
  execFileSync('git', ['clone', '--quiet', ROOT, clone]);
  const workspace = await lockedWorkspace();
  const env = { ...process.env, PRE_COMMIT_HOME: temporaryFolder().path };
  const { status, stdout } = spawnSync('pre-commit', ['try-repo', clone, 'promptlane-hook', '--all-files'], {
    cwd: workspace.path,
    env,
    encoding: 'utf8',
  });
  expect(stdout).toMatch(/^promptlane\.+Passed$/m);
  expect(status).toBe(0);
});
