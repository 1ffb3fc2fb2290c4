import { test } from 'vitest';
import type { Pins } from '../../src/release/environment.ts';
import { startRegistry } from '../support/cli.ts';
import { succeed } from '../support/command-line.ts';
import { lockWorkspace } from '../support/in-process.ts';
import { KILLS, KILLS_TIMEOUT, killRounds } from '../support/kill-rounds.ts';
import { promptText, type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';
import { adminClient, type Moving, movesAllOrNone } from '../support/whole-registry.ts';

/** What the lockfile wants, as a text to put in place. */
interface Release {
  readonly lockfile: string;
  readonly pins: Pins;
}

/** Locks and pushes new texts of both prompts; the registry holds them from then on. */
async function release(workspace: TemporaryWorkspace, name: string): Promise<Release> {
  workspace.write({
    'prompts/greet.prompt.yaml': promptText(`You greet people: ${name}.`),
    'prompts/answer.prompt.yaml': promptText(`You answer questions: ${name}.`),
  });
  const pins = await lockWorkspace(workspace);
  await succeed(['push', '--no-apply'], { cwd: workspace.path });
  return { pins, lockfile: workspace.text('promptlane.lock') ?? '' };
}

test(`apply, killed ${KILLS} times, moves all pins or none, and the next run completes`, { timeout: KILLS_TIMEOUT }, async () => {
  const closers: (() => Promise<unknown>)[] = [];
  await killRounds(KILLS, async () => {
    const workspace = temporaryWorkspace();
    const served = await startRegistry(workspace);
    const registry = adminClient(workspace, served);
    closers.push(
      () => registry.close(),
      () => served.stop(),
    );
    const releases = [await release(workspace, 'even'), await release(workspace, 'odd')] as const;
    const moving: Moving = { before: new Map(), wanted: new Map() };
    return {
      args: ['apply', 'development'],
      options: { cwd: workspace.path },
      prepare(round) {
        moving.before = moving.wanted;
        const next = releases[round % 2 === 0 ? 0 : 1];
        moving.wanted = next.pins;
        workspace.write({ 'promptlane.lock': next.lockfile });
      },
      ...movesAllOrNone(workspace, registry, moving),
    };
  });
  for (const close of closers) await close();
});
