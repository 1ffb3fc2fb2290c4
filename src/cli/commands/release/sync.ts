import { examples, type RegisterCommand } from '../../program/register-command.ts';
import type { PullFlags } from '../../session/pull-request.ts';
import { addPullOptions } from './pull.ts';

interface Flags extends PullFlags {
  apply: boolean;
  message?: string;
  json: boolean;
}

export const registerSync: RegisterCommand = (program, run) => {
  addPullOptions(program.command('sync').description('Pull, then push; a conflict of one prompt does not stop the others'))
    .option('--no-apply', 'upload only; move no pin')
    .option('-m, --message <text>', 'what changed and why (default: the subject of the commit)')
    .option('--dry-run', 'show what would be pulled; write and push nothing', false)
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText('before', examples(['promptlane sync', 'promptlane sync --dry-run', 'promptlane sync --theirs support/triage']))
    .addHelpText('after', '\nIt never asks: what it cannot settle is printed, stays as it is, and ends the command with 7.')
    .action((flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { pullDependencies, pushDependencies }, { pullRequest }, { pushRequest }, { sync }, render] =
          await Promise.all([
            import('../../session/session.ts'),
            import('../../session/sync-dependencies.ts'),
            import('../../session/pull-request.ts'),
            import('../../session/push-request.ts'),
            import('../../../workflows/release/sync.ts'),
            import('../../render/release/sync/sync.ts'),
          ]);
        const session = openSession(context);
        const { environments } = (await session.workspace()).config;
        const request = { pull: pullRequest([], flags, environments, context.variables), push: await pushRequest(flags, session) };
        const outcome = await sync(request, { pull: await pullDependencies(session), push: () => pushDependencies(session) });
        const { terminal } = context;
        terminal.print(flags.json ? render.syncJson(outcome) : render.syncText(outcome, terminal.color));
        return render.syncEnding(outcome);
      }),
    );
};
