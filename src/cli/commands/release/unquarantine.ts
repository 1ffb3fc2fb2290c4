import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  env: string;
  reason: string;
  json: boolean;
}

export const registerUnquarantine: RegisterCommand = (program, run) => {
  program
    .command('unquarantine')
    .description('Let a version that was rolled back be pinned there again')
    .argument('<reference>', 'the version, for example support/triage@3f9a1c2b7d04')
    .requiredOption('--env <environment>', 'where it is quarantined')
    .requiredOption('--reason <text>', 'why, for the history')
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText(
      'before',
      examples(['promptlane unquarantine support/triage@v12 --env production --reason "The outage was the provider\'s"']),
    )
    .action((reference: string, flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { saidText }, { unquarantine }, { unquarantineJson, unquarantineText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../program/flag-values.ts'),
          import('../../../workflows/release/moves/unquarantine.ts'),
          import('../../render/release/unquarantine.ts'),
        ]);
        const asked = { reference, env: flags.env, reason: saidText('--reason', flags.reason) };
        const session = openSession(context);
        const { environments } = (await session.workspace()).config;
        const outcome = await unquarantine(asked, environments, await session.registry());
        const { terminal } = context;
        terminal.print(flags.json ? unquarantineJson(outcome) : unquarantineText(outcome, terminal.color));
        return 'ok';
      }),
    );
};
