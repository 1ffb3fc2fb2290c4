import { test } from 'vitest';
import { startRegistry } from '../support/cli.ts';
import { lockWorkspace } from '../support/in-process.ts';
import { KILLS, KILLS_TIMEOUT, killRounds } from '../support/kill-rounds.ts';
import { promptText, temporaryWorkspace } from '../support/temporary-workspace.ts';
import { adminClient, type Moving, movesAllOrNone } from '../support/whole-registry.ts';

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
    const moving: Moving = { before: new Map(), wanted: new Map() };
    return {
      args: ['push'],
      options: { cwd: workspace.path },
      async prepare(round) {
        moving.before = moving.wanted;
        workspace.write({
          'prompts/greet.prompt.yaml': promptText(`You greet people, kindly, ${round} times.`),
          'prompts/answer.prompt.yaml': promptText(`You answer questions, ${round} at once.`),
        });
        moving.wanted = await lockWorkspace(workspace);
      },
      ...movesAllOrNone(workspace, registry, moving),
    };
  });
  for (const close of closers) await close();
});
