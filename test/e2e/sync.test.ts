import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cleanEnvironment } from '../support/cli.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { draftOf, pushedProject } from '../support/sync-project.ts';

const GREET = 'prompts/greet.prompt.yaml';

let registry: RunningRegistry;
beforeAll(async () => {
  registry = await runningRegistry();
});
afterAll(() => registry.stop());

test('a conflict ends without a question, though stdin stays open', async () => {
  const project = await pushedProject(registry);
  await registry.admin.createDraft(await draftOf(project, GREET, (text) => text.replace('You greet people.', 'You welcome people.')));
  project.edit(GREET, 'You greet people.', 'You greet customers.');
  const env = cleanEnvironment({ PROMPTLANE_REGISTRY_URL: registry.url, PROMPTLANE_TOKEN: registry.token });
  for (const args of [['pull'], ['pull', '--ours', 'greet']]) {
    const child = spawn(process.execPath, ['bin/promptlane.js', '-C', project.path, ...args], { env, stdio: ['pipe', 'ignore', 'ignore'] });
    const [exitCode] = await once(child, 'exit');
    expect(exitCode).toBe(args.length === 1 ? 7 : 2);
    child.stdin.destroy();
  }
});
