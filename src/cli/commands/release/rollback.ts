import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  env: string;
  to?: string;
  reason: string;
  json: boolean;
}

export const registerRollback: RegisterCommand = (program, run) => {
  program
    .command('rollback')
    .description('Return a prompt to a version that was active before; takes effect at once')
    .argument('<prompt>', 'prompt id')
    .requiredOption('--env <environment>', 'where to roll back')
    .requiredOption('--reason <text>', 'why, for the history')
    .option('--to <version>', 'a digest or v<number> that was active there (default: the one before)')
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText('before', examples(['promptlane rollback support/triage --env production --reason "Wrong category for refunds"']))
    .addHelpText('after', '\nThe version left is quarantined there: apply and promote refuse it until `promptlane unquarantine`.')
    .action((prompt: string, flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { saidText }, { rollback }, { rollbackJson, rollbackText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../program/flag-values.ts'),
          import('../../../workflows/release/moves/rollback.ts'),
          import('../../render/release/rollback.ts'),
        ]);
        const asked = { ...flags, prompt, reason: saidText('--reason', flags.reason) };
        const session = openSession(context);
        const { environments } = (await session.workspace()).config;
        const outcome = await rollback(asked, environments, { registry: await session.registry(), lock: session.lock });
        const { terminal } = context;
        terminal.print(flags.json ? rollbackJson(outcome) : rollbackText(outcome, terminal.color));
        return 'ok';
      }),
    );
};
