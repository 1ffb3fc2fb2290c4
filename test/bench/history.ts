import { inHistory } from './history-repository.ts';
import { inTurn, promptlane, runNode } from './measure.ts';
import { ms, type Row, type Scale, timeText } from './row.ts';

/** A thousand prompts at a revision, beyond what starting costs. */
const REVISION_GOAL_MS = 200;

/** Reading a long history: two revisions, the versions of one prompt, and a contract check against the past. */
export function history({ quick }: Scale): Promise<Row[]> {
  const size = quick ? { prompts: 100, commits: 110 } : { prompts: 1000, commits: 200 };
  return inHistory(size, async ({ root, prompt }) => {
    const run =
      (...args: string[]) =>
      () =>
        promptlane(args, { cwd: root });
    const { node, version, ...measured } = await inTurn(quick ? 3 : 9, {
      node: () => runNode(['-e', '0']),
      version: run('--version'),
      few: run('diff', 'git:HEAD~98', 'git:HEAD~97', '--stat'),
      shared: run('diff', 'git:HEAD~100', 'git:HEAD~99', '--stat'),
      show: run('show', `${prompt}@git:HEAD~100`),
      log: run('log', prompt),
      breaking: run('breaking', '--against', 'HEAD~50'),
    });
    const name = `${size.prompts} prompts × ${size.commits} commits`;
    const what: Readonly<Record<keyof typeof measured, string>> = {
      few: `diff of two revisions, ${name}`,
      shared: 'diff of two revisions, a partial of an eighth of them',
      show: 'show one prompt at a revision',
      log: 'log of one prompt',
      breaking: 'breaking --against HEAD~50',
    };
    return Object.entries(measured).map(([key, usage]): Row => {
      const beyond = usage.wallMs - version.wallMs;
      // On a busy machine all of them are slow alike: what starting Node costs in the same rounds tells how busy it was.
      const ratio = usage.wallMs / node.wallMs;
      const goal = { text: `≤ ${ms(REVISION_GOAL_MS)} beyond start-up`, isMet: beyond <= REVISION_GOAL_MS };
      return {
        what: what[key as keyof typeof measured],
        ours: timeText(usage),
        beside: `${timeText(node)} bare node, ${timeText(version)} --version; ${ms(beyond)} beyond`,
        ratio,
        ...(key === 'few' && { goal }),
      };
    });
  });
}
