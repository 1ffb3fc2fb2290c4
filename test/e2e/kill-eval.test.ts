import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { succeed } from '../support/command-line.ts';
import { fakeOpenAI } from '../support/fake-openai.ts';
import { KILLS, KILLS_TIMEOUT, killRounds } from '../support/kill-rounds.ts';
import { promptText, suiteFiles, type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';

const CASES = 30;
/** Asked or answered when the kill comes and not on the disk yet: two in flight, and a batch or two that wait to be written. */
const NOT_YET_KEPT = 10;

/** Every whole line of JSON in the files below a folder. */
function wholeLines(folder: string): { readonly key?: string; readonly caseId?: string; readonly file: string }[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl'));
  return files.flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .slice(0, -1)
      .flatMap((line) => (line.startsWith('{') ? wholeLine(line, file) : [])),
  );
}

function wholeLine(line: string, file: string) {
  try {
    return [{ ...(JSON.parse(line) as object), file }];
  } catch {
    return [];
  }
}

/** How many different questions have a whole answer in the cache. */
function cachedAnswers({ path }: TemporaryWorkspace): number {
  return new Set(wholeLines(join(path, '.promptlane/cache/answers')).map(({ key }) => key)).size;
}

/** How many different questions have been answered in run files; each run of a lane asks of another prompt, and a file is of one run. */
function recordedAnswers({ path }: TemporaryWorkspace): number {
  const folder = join(path, '.promptlane/runs');
  const results = wholeLines(folder).filter(({ caseId }) => caseId !== undefined);
  const prompts = new Map(
    wholeLines(folder).flatMap(({ file, ...line }) =>
      'subject' in line ? [[file, (line.subject as { promptDigest: string }).promptDigest]] : [],
    ),
  );
  return new Set(results.map(({ caseId, file }) => `${prompts.get(file)} ${caseId}`)).size;
}

/** Half of the kills meet a run that keeps its answers in the cache, half one that has only its own file to go on from. */
const WAYS = [
  { flags: [], keptAnswers: cachedAnswers },
  { flags: ['--no-cache', '--resume', 'last'], keptAnswers: recordedAnswers },
];

test(`eval, killed ${KILLS} times, keeps its answers, and the next run asks only for the others`, { timeout: KILLS_TIMEOUT }, async () => {
  const servers: { close(): Promise<void> }[] = [];
  await killRounds(KILLS, async (lane) => {
    const { flags, keptAnswers } = WAYS[lane] as (typeof WAYS)[number];
    const server = await fakeOpenAI({ latencyMs: 30 });
    servers.push(server);
    const workspace = temporaryWorkspace(suiteFiles(server.url, CASES));
    // There must be a run before one can be gone on with.
    await succeed(['eval', '--no-cache'], { cwd: workspace.path });
    let keptBefore = 0;
    let keptByKilled = 0;
    return {
      args: ['eval', '--concurrency', '2', ...flags],
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
