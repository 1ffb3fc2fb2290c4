import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EnvironmentName } from '../../src/release/environment.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { type Checkout, draftOf, promptId, pushedProject } from '../support/sync-project.ts';

const GREET = 'prompts/greet.prompt.yaml';

let registry: RunningRegistry;
let token: string;
beforeEach(async () => {
  registry = await runningRegistry();
  token = await registry.tokenFor('bob', { role: 'admin' });
});
afterEach(() => registry.stop());

const served = async () => (await registry.admin.state('development' as EnvironmentName)).pins.get(promptId('greet'));
const release = async (checkout: Checkout, from: string, to: string) => {
  checkout.edit(GREET, from, to);
  await checkout.run('lock');
  checkout.commit();
  return checkout.run('push');
};

test('two clones that went different ways do not undo each other, whoever pushes last', async () => {
  const ann = await pushedProject(registry);
  const bob = ann.clone(token);
  expect((await release(ann, 'You greet people.', 'You welcome people.')).exitCode).toBe(0);
  const hers = await served();

  const behind = await bob.run('push');
  expect([behind.exitCode, behind.stdout]).toEqual([0, expect.stringContaining('as it was before, and changed nothing since')]);
  const diverged = await release(bob, 'required: true', 'required: false');
  expect([diverged.exitCode, diverged.stdout]).toEqual([7, expect.stringContaining('This checkout changed it too')]);
  expect(await served()).toBe(hers);

  bob.git('pull', '--quiet', '--no-rebase', '--no-commit', '-X', 'ours');
  await bob.run('lock');
  bob.commit('Merge');
  expect((await bob.run('push')).exitCode).toBe(0);
  expect(bob.text(GREET)).toContain('You welcome people.');
  expect(await served()).not.toBe(hers);
});

test('an old clone neither takes back a rollback, nor closes an edit that goes back to what it still has', async () => {
  const ann = await pushedProject(registry, { [GREET]: 'messages: [{ role: user, content: One }]\n' });
  const old = ann.clone(token);
  await release(ann, 'One', 'Two');
  const back = { ...(await draftOf(ann, GREET, (text) => text.replace('Two', 'One'))) };
  await registry.admin.createDraft(back);
  for (const args of [['push'], ['push', '--no-apply']]) {
    expect((await old.run(...args)).exitCode).toBe(0);
    expect(await registry.admin.drafts()).toHaveLength(1);
  }
  await ann.run('pull', '--ours', 'greet', '--reason', 'No');

  await release(ann, 'Two', 'Three');
  expect((await ann.run('rollback', 'greet', '--env', 'development', '--reason', 'Rude')).exitCode).toBe(0);
  const two = await served();
  expect((await old.run('push')).exitCode).toBe(0);
  expect(await served()).toBe(two);
});

test('who pushes before committing, or amends what was pushed, is not held back by the own push', async () => {
  const ann = await pushedProject(registry, { [GREET]: 'messages: [{ role: user, content: Four }]\n' });
  for (const [from, to] of [
    ['Four', 'Five'],
    ['Five', 'Six'],
  ] as const) {
    ann.edit(GREET, from, to);
    await ann.run('lock');
    expect((await ann.run('push')).exitCode).toBe(0);
  }
  expect((await release(ann, 'Six', 'Seven')).exitCode).toBe(0);
  ann.edit(GREET, 'Seven', 'Eight');
  await ann.run('lock');
  ann.git('commit', '--quiet', '--all', '--amend', '--no-edit');
  expect((await ann.run('push')).exitCode).toBe(0);
});
