import { expect, test } from 'vitest';
import type { Pins } from '../../src/release/environment.ts';
import { startRegistry } from '../support/cli.ts';
import { lockWorkspace } from '../support/in-process.ts';
import { KILLS, KILLS_TIMEOUT, killRounds } from '../support/kill-rounds.ts';
import { promptText, temporaryWorkspace } from '../support/temporary-workspace.ts';
import { adminClient, expectWholeRegistry } from '../support/whole-registry.ts';

const DEVELOPMENT = 'development' as never;

test(`push, killed ${KILLS} times, moves all pins or none, and the next run completes`, { timeout: KILLS_TIMEOUT }, async () => {
  const closers: (() => Promise<unknown>)[] = [];
  await killRounds(KILLS, async () => {
    const workspace = temporaryWorkspace();
    const served = await startRegistry(workspace);
    const registry = adminClient(workspace, served);
    closers.push(
      () => registry.close(),
      () => served.stop(),
    );
    let before: Pins = new Map();
    let wanted: Pins = new Map();
    return {
      args: ['push'],
      options: { cwd: workspace.path },
      async prepare(round) {
        before = wanted;
        workspace.write({
          'prompts/greet.prompt.yaml': promptText(`You greet people, kindly, ${round} times.`),
          'prompts/answer.prompt.yaml': promptText(`You answer questions, ${round} at once.`),
        });
        wanted = await lockWorkspace(workspace);
      },
      async inspect() {
        await expectWholeRegistry(workspace, registry);
        expect([before, wanted]).toContainEqual((await registry.state(DEVELOPMENT)).pins);
      },
      async complete() {
        expect((await registry.state(DEVELOPMENT)).pins).toEqual(wanted);
        expect(workspace.leftovers()).toEqual([]);
      },
    };
  });
  for (const close of closers) await close();
});
