import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandWords, stepFiles } from '../../src/action/command/command-line.ts';
import { readInputs } from '../../src/action/runner/inputs.ts';
import { runHere, succeed } from '../support/command-line.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { temporaryWorkspace } from '../support/temporary-workspace.ts';
import { actionSteps, workflowFile } from '../support/workflow-file.ts';

let registry: RunningRegistry;
beforeAll(async () => {
  registry = await runningRegistry();
});
afterAll(() => registry.stop());

test('the example workflows release a prompt from the merge to production, and see it drift', async () => {
  const workspace = temporaryWorkspace();
  const at = { cwd: workspace.path, env: { CI: 'true', PROMPTLANE_REGISTRY_URL: registry.url, PROMPTLANE_TOKEN: registry.token } };
  const own = { cwd: workspace.path };
  /** How each step of ours in a workflow ends, as the action would run it. */
  const codes = async (name: string) => {
    const files = stepFiles(mkdtempSync(join(tmpdir(), 'promptlane-step-')));
    const ended: Record<string, number | undefined> = {};
    for (const inputs of actionSteps(workflowFile(`docs/workflows/${name}.yml`))) {
      const given = Object.entries(inputs).map(([key, value]) => [
        `INPUT_${key.toUpperCase()}`,
        value.replace(/\$\{\{ steps\.plan\.outputs\.plan-file \}\}/, files.plan),
      ]);
      const read = readInputs(Object.fromEntries(given));
      if (read.command === 'comment') throw new Error('A comment runs no command.');
      const words = commandWords(read.command, { inputs: read, files, workspace: workspace.path });
      ended[read.command] = (await runHere(words, at)).exitCode;
    }
    return ended;
  };

  await succeed(['lock'], own);
  workspace.commit({}, 'Lock');
  expect(await codes('merge')).toEqual({ verify: 0, push: 0, plan: 0, apply: 0 });
  await succeed(['promote', '--all', '--to', 'staging', '--lock-only'], { ...own, env: { ...at.env, CI: '' } });
  workspace.commit({}, 'Promote to staging');
  expect(await codes('pull-request')).toEqual({ ci: 0 });
  expect(await codes('merge')).toEqual({ verify: 0, push: 0, plan: 0, apply: 0 });

  await succeed(['promote', '--all', '--to', 'production', '--lock-only'], { ...own, env: { ...at.env, CI: '' } });
  workspace.commit({}, 'Promote to production');
  expect(await codes('nightly')).toEqual({ verify: 4, status: 4 });
  expect(await codes('release')).toEqual({ verify: 0, plan: 0, apply: 0 });
  expect(await codes('nightly')).toEqual({ verify: 0, status: 0 });

  await registry.admin.apply('production' as never, {
    pins: new Map(),
    prune: true,
    cause: 'apply',
    expected: await registry.admin.state('production' as never),
  });
  expect(await codes('nightly')).toEqual({ verify: 4, status: 4 });
});
