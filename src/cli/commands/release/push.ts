import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  apply: boolean;
  message?: string;
  acceptSecrets?: string;
  json: boolean;
}

export const registerPush: RegisterCommand = (program, run) => {
  program
    .command('push')
    .description('Upload versions the registry lacks, then apply the first environment')
    .option('--no-apply', 'upload only; move no pin')
    .option('-m, --message <text>', 'what changed and why (default: the subject of the commit)')
    .option('--accept-secrets <reason>', 'store texts that hold what looks like a key; the audit trail keeps why')
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText('before', examples(['promptlane push', 'promptlane push --no-apply -m "Shorter replies"']))
    .addHelpText(
      'after',
      '\nIt never loses what others did: open edits in the registry stay, and a pin that they moved from a commit you lack is left alone (exit 7 when you changed it too).',
    )
    .action((flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { pushDependencies }, { pushRequest }, { push }, { pushEnding, pushJson, pushText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../session/sync-dependencies.ts'),
          import('../../session/push-request.ts'),
          import('../../../workflows/release/push/push.ts'),
          import('../../render/release/sync/push.ts'),
        ]);
        const session = openSession(context);
        const outcome = await push(await pushRequest(flags, session), await pushDependencies(session));
        const { terminal } = context;
        terminal.print(flags.json ? pushJson(outcome) : pushText(outcome, terminal.color));
        await (await import('../../wiring/evidence.ts')).storeSuitesOfPolicies(session, context);
        await (await import('../../wiring/audit.ts')).checkAuditEnd(session, context);
        return pushEnding(outcome);
      }),
    );
};
