import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inTurn, promptlane, runNode } from './measure.ts';
import { type Row, type Scale, timeText, within } from './row.ts';
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
