import { examples, type RegisterCommand } from '../../register-command.ts';

interface Flags {
  apply: boolean;
  message?: string;
  json: boolean;
}

export const registerPush: RegisterCommand = (program, run) => {
  program
    .command('push')
    .description('Upload versions the registry lacks, then apply the first environment')
    .option('--no-apply', 'upload only; move no pin')
    .option('-m, --message <text>', 'what changed and why (default: the subject of the commit)')
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText('before', examples(['promptlane push', 'promptlane push --no-apply -m "Shorter replies"']))
    .action((flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { push }, { firstEnvironment }, { pushJson, pushText }, { provenance }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../workflows/release/push.ts'),
          import('../../../workflows/release/environments.ts'),
          import('../../render/release/push.ts'),
          import('../../../workflows/release/provenance.ts'),
        ]);
        const session = openSession(context);
        const environment = firstEnvironment((await session.workspace()).config.environments);
        const request = { environment, applies: flags.apply, provenance: await provenance(await session.git(), flags.message) };
        const registry = await session.registry();
        const outcome = await push(request, {
          tree: await session.tree(),
          lock: await session.lock(),
          registry,
          versions: await session.versions(),
          blobIds: session.blobIds,
        });
        const { terminal } = context;
        terminal.print(flags.json ? pushJson(outcome) : pushText(outcome, terminal.color));
        return outcome.applied && outcome.applied.plan.refusals.length > 0 ? 'access' : 'ok';
      }),
    );
};
