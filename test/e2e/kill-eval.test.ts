import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { fakeOpenAI } from '../support/fake-openai.ts';
import { KILLS, KILLS_TIMEOUT, killRounds } from '../support/kill-rounds.ts';
import { promptText, suiteFiles, type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';

const CASES = 30;
/** Asked or answered when the kill comes and not on the disk yet: two in flight, and a batch or two that wait to be written. */
const NOT_YET_KEPT = 10;

/** How many different questions have a whole answer in the cache. */
function keptAnswers({ path }: TemporaryWorkspace): number {
  const folder = join(path, '.promptlane/cache/answers');
  let lines: string[] = [];
  try {
    lines = readdirSync(folder).flatMap((segment) => readFileSync(join(folder, segment), 'utf8').split('\n').slice(0, -1));
  } catch {
    return 0;
  }
  return new Set(lines.flatMap(keyOfWholeLine)).size;
}

function keyOfWholeLine(line: string): string[] {
  try {
    return [(JSON.parse(line) as { key: string }).key];
  } catch {
    return [];
  }
}

test(`eval, killed ${KILLS} times, keeps its answers, and the next run asks only for the others`, { timeout: KILLS_TIMEOUT }, async () => {
  const servers: { close(): Promise<void> }[] = [];
  await killRounds(KILLS, async () => {
    const server = await fakeOpenAI({ latencyMs: 30 });
    servers.push(server);
    const workspace = temporaryWorkspace(suiteFiles(server.url, CASES));
    let keptBefore = 0;
    let keptByKilled = 0;
    return {
      args: ['eval', '--concurrency', '2'],
      options: { cwd: workspace.path },
      prepare(round) {
        workspace.write({ 'prompts/greet.prompt.yaml': promptText(`You greet people, kindly, ${round} times.`) });
        keptBefore = keptAnswers(workspace);
        keptByKilled = 0;
        server.requests.splice(0);
      },
      async inspect() {
        // What the killed process still sent reaches the server now, and is none of the next run's questions.
        await wait(30);
        keptByKilled = keptAnswers(workspace) - keptBefore;
        expect(keptByKilled).toBeGreaterThanOrEqual(server.requests.length - NOT_YET_KEPT);
        server.requests.splice(0);
      },
      complete() {
        expect(server.requests.length).toBe(CASES - keptByKilled);
        expect(keptAnswers(workspace) - keptBefore).toBe(CASES);
        expect(workspace.leftovers()).toEqual([]);
      },
    };
  });
  for (const server of servers) await server.close();
});
