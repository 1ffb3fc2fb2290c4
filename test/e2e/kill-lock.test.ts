import { expect, test } from 'vitest';
import { parseLockfile } from '../../src/release/lockfile/parse-lockfile.ts';
import { succeed } from '../support/command-line.ts';
import { KILLS, KILLS_TIMEOUT, killRounds } from '../support/kill-rounds.ts';
import { promptText, temporaryWorkspace } from '../support/temporary-workspace.ts';

test(`lock, killed ${KILLS} times, leaves the old lockfile or the new one, and the next run completes`, {
  timeout: KILLS_TIMEOUT,
}, async () => {
  await killRounds(KILLS, async () => {
    const workspace = temporaryWorkspace();
    let before: string | undefined;
    return {
      args: ['lock'],
      options: { cwd: workspace.path },
      prepare(round) {
        before = workspace.text('promptlane.lock');
        workspace.write({ 'prompts/greet.prompt.yaml': promptText(`You greet people, kindly, ${round} times.`) });
      },
      inspect() {
        const left = workspace.text('promptlane.lock') ?? '';
        if (left === before) return;
        const { environments } = parseLockfile({ file: 'promptlane.lock', text: left });
        expect([...(environments.get('development' as never)?.keys() ?? [])]).toEqual(['answer', 'greet']);
      },
      async complete(round) {
        expect(workspace.text('promptlane.lock')).not.toBe(before);
        expect(workspace.leftovers()).toEqual([]);
        // Each run of this takes as long as a lock; every eighth answer is enough to see a wrong pin.
        if (round % 8 === 0) await succeed(['verify'], { cwd: workspace.path });
      },
    };
  });
});
