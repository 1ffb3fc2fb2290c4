import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inTurn, promptlane, runNode } from './measure.ts';
import { ms, type Row, type Scale, timeText } from './row.ts';
import { type BenchWorkspace, inWorkspace } from './workspace.ts';

/** What a commit hook may add to a Node that does nothing. */
const GOAL_MS = 150;
const STAGED = 10;

/** `hook run` before a commit of ten changed prompts, in a small project and in a large one: schema, secrets, lockfile, breaking changes. */
export async function hook({ quick }: Scale): Promise<Row[]> {
  const rows: Row[] = [];
  for (const count of [STAGED, quick ? 100 : 1000]) rows.push(await inWorkspace(count, (workspace) => commitOfTen(workspace, quick)));
  return rows;
}

async function commitOfTen({ root, files }: BenchWorkspace, quick: boolean): Promise<Row> {
  await stageTen(root, files);
  const { bare, run } = await inTurn(quick ? 3 : 15, {
    bare: () => runNode(['-e', '0']),
    run: () => promptlane(['hook', 'run'], { cwd: root }),
  });
  const added = run.wallMs - bare.wallMs;
  return {
    what: `hook run, ${STAGED} of ${files.length} prompts`,
    ours: timeText(run),
    beside: `${timeText(bare)} node -e 0; ${ms(added)} above`,
    ratio: run.wallMs / bare.wallMs,
    goal: { text: `≤ ${ms(GOAL_MS)} above`, isMet: added <= GOAL_MS },
  };
}

/** A commit of all files with their lockfile, then ten changed prompts and the lockfile in the index. */
async function stageTen(root: string, files: readonly string[]): Promise<void> {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], { cwd: root });
  const stage = async () => {
    await promptlane(['lock', '--no-frozen'], { cwd: root });
    git('add', '--all');
  };
  await stage();
  git('commit', '--quiet', '--message', 'All prompts');
  for (const file of files.slice(0, STAGED)) {
    const path = join(root, file);
    writeFileSync(path, readFileSync(path, 'utf8').replace('Read the whole message', 'Read the message as a whole'));
  }
  await stage();
}
