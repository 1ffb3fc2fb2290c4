import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inTurn, promptlane, runNode } from './measure.ts';
import { ms, type Row, type Scale, timeText, within } from './row.ts';
import { inWorkspace } from './workspace.ts';

const PARSE_YAML = fileURLToPath(new URL('./parse-yaml.mjs', import.meta.url));

/** `check` and `lock` of a large workspace, beside the bare YAML package on the same files. */
export function checkAndLock({ quick }: Scale): Promise<Row[]> {
  const count = quick ? 100 : 1000;
  return inWorkspace(count, async ({ root, files }) => {
    const list = join(root, 'files.json');
    writeFileSync(list, JSON.stringify(files.map((file) => join(root, file))));
    const { bare, check, lock } = await inTurn(quick ? 3 : 9, {
      bare: () => runNode([PARSE_YAML, list]),
      check: () => promptlane(['check'], { cwd: root }),
      lock: () => promptlane(['lock', '--no-frozen'], { cwd: root }),
    });
    const beside = `${timeText(bare)} yaml parseDocument`;
    return [
      ...(await hookPath(quick)),
      {
        what: `check, ${count} prompts`,
        ours: timeText(check),
        beside,
        ratio: check.wallMs / bare.wallMs,
        goal: within(check.wallMs, 1000),
      },
      { what: `lock, ${count} prompts`, ours: timeText(lock), beside, ratio: lock.wallMs / bare.wallMs },
    ];
  });
}

/** The goal of a commit hook: what it adds to a Node that does nothing. */
const HOOK_GOAL_MS = 150;

/** `check` of ten named files, as a commit hook runs it, in a small project and in a large one. */
async function hookPath(quick: boolean): Promise<Row[]> {
  const rows: Row[] = [];
  for (const count of [10, quick ? 100 : 1000]) rows.push(await inWorkspace(count, ({ root, files }) => checkTen(root, files, quick)));
  return rows;
}

async function checkTen(root: string, files: readonly string[], quick: boolean): Promise<Row> {
  const { bare, check } = await inTurn(quick ? 3 : 15, {
    bare: () => runNode(['-e', '0']),
    check: () => promptlane(['check', ...files.slice(0, 10)], { cwd: root }),
  });
  const added = check.wallMs - bare.wallMs;
  return {
    what: `check, 10 of ${files.length} prompts`,
    ours: timeText(check),
    beside: `${timeText(bare)} node -e 0; ${ms(added)} above`,
    ratio: check.wallMs / bare.wallMs,
    goal: { text: `≤ ${ms(HOOK_GOAL_MS)} above`, isMet: added <= HOOK_GOAL_MS },
  };
}
