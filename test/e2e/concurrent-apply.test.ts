import { expect, test } from 'vitest';
import type { Pins } from '../../src/release/environment.ts';
import { runCli, startRegistry } from '../support/cli.ts';
import { succeed } from '../support/command-line.ts';
import { lockedWorkspace, type TemporaryWorkspace } from '../support/temporary-workspace.ts';
import { adminClient } from '../support/whole-registry.ts';

const CLIENTS = 50;
/** A process takes a third of a second of a processor. */
const PROCESSES = process.env.PROMPTLANE_SOAK ? 50 : 8;
const DEVELOPMENT = 'development' as never;
const LOST = /development is at revision 1, not 0: admin moved it at \d{4}-\S+Z \(apply, 2 prompts\)/;

/** A registry with the versions of a small project, and `plan.json` to pin them. */
async function plannedWorkspace(): Promise<{ workspace: TemporaryWorkspace; served: Awaited<ReturnType<typeof startRegistry>> }> {
  const workspace = await lockedWorkspace();
  const served = await startRegistry(workspace);
  await succeed(['push', '--no-apply'], { cwd: workspace.path });
  await succeed(['plan', 'development', '--out', 'plan.json'], { cwd: workspace.path });
  return { workspace, served };
}

test(`of ${PROCESSES} commands that apply one plan, one wins; the others exit 7 and say who moved it`, async () => {
  const { workspace, served } = await plannedWorkspace();

  const ended = await Promise.all(Array.from({ length: PROCESSES }, () => runCli(['apply', 'plan.json'], { cwd: workspace.path })));

  const lost = ended.filter(({ exitCode }) => exitCode !== 0);
  expect(lost).toHaveLength(PROCESSES - 1);
  for (const result of lost) expect(result).toMatchObject({ exitCode: 7, stdout: '', stderr: expect.stringMatching(LOST) });
  const registry = adminClient(workspace, served);
  expect(await registry.history(DEVELOPMENT)).toHaveLength(1);
  await registry.close();
  await served.stop();
});

test(`attack 42: of ${CLIENTS} clients that apply at one revision, one wins; the others learn who`, async () => {
  const { workspace, served } = await plannedWorkspace();
  const [{ pins, epoch, revision }] = JSON.parse(workspace.text('plan.json') ?? '').plans;
  const wanted = new Map(Object.entries(pins)) as unknown as Pins;
  const registry = adminClient(workspace, served);

  const ended = await Promise.allSettled(
    Array.from({ length: CLIENTS }, () => registry.apply(DEVELOPMENT, { pins: wanted, expected: { epoch, revision }, cause: 'apply' })),
  );

  const lost = ended.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
  expect(lost).toHaveLength(CLIENTS - 1);
  for (const error of lost) expect(error).toMatchObject({ code: 'revision-moved', message: expect.stringMatching(LOST) });
  expect(await registry.history(DEVELOPMENT)).toHaveLength(1);
  expect((await registry.state(DEVELOPMENT)).pins).toEqual(wanted);
  await registry.close();
  await served.stop();
});
