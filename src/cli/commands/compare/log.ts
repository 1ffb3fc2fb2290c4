import { Failure } from '../../../base/failure.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  limit?: string;
  oneline: boolean;
  patch: boolean;
  context: string;
  json: boolean;
}

export const registerLog: RegisterCommand = (program, run) => {
  program
    .command('log')
    .description('Show every version that a prompt had: its digest, the commit that brought it, what changed, who pins it')
    .argument('<prompt>', 'the id of a prompt, also of one that is gone; id@git:<revision> for the history up to there')
    .option('-n, --limit <number>', 'at most so many versions, newest first (default: all)')
    .option('--oneline', 'one line per version, without what changed', false)
    .option('-p, --patch', 'show what changed in full, texts by word', false)
    .option('-U, --context <lines>', 'unchanged lines around a change of --patch', '3')
    .option('--json', 'print the versions as JSON', false)
    .addHelpText(
      'before',
      examples([
        'promptlane log support/triage',
        'promptlane log support/triage -p -n 3',
        'promptlane log support/triage@git:v1.2 --oneline',
        'promptlane log support/old-name --json',
      ]),
    )
    .action((reference: string, flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { wholeNumber }, { log }, { logJson, logNotes, logText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../program/flag-values.ts'),
          import('../../../workflows/history/log.ts'),
          import('../../render/compare/log.ts'),
        ]);
        const view = viewOf(flags);
        const lines = wholeNumber('--context', flags.context, { from: 0, to: 1_000_000 });
        const limit = flags.limit === undefined ? {} : { limit: wholeNumber('--limit', flags.limit, { from: 1 }) };
        const outcome = await log({ reference, ...limit }, openSession(context, { fetches: true }));
        const { terminal } = context;
        if (view === 'json') {
          terminal.print(logJson(outcome));
          return 'ok';
        }
        const { color, tableWidth: width } = terminal;
        terminal.print(logText(outcome, { color, width, isShort: view === 'oneline', ...(view === 'patch' && { context: lines }) }));
        for (const note of logNotes(outcome)) terminal.note(terminal.noteColor.dim(note));
        return 'ok';
      }),
    );
};

function viewOf({ oneline, patch, json }: Flags) {
  const asked = [oneline && 'oneline', patch && 'patch', json && 'json'].filter((view) => view !== false);
  const [view, second] = asked as ('oneline' | 'patch' | 'json')[];
  if (second === undefined) return view;
  throw new Failure('usage-invalid', `--${view} and --${second} are two views; give one.`);
}
