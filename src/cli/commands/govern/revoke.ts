import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  reason: string;
  rollback: boolean;
  json: boolean;
}

export const registerRevoke: RegisterCommand = (program, run) => {
  program
    .command('revoke')
    .description('Bar a version from ever being pinned anywhere again')
    .argument('<reference>', 'the version, for example support/triage@3f9a1c2b7d04')
    .requiredOption('--reason <text>', 'why; whoever wants to pin it reads it')
    .option('--rollback', 'also move every environment that pins it back to the version before', false)
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText(
      'before',
      examples([
        'promptlane revoke support/triage@v12 --reason "It gives away addresses"',
        'promptlane revoke support/triage@v12 --reason "It gives away addresses" --rollback',
      ]),
    )
    .addHelpText(
      'after',
      '\nWithout `--rollback` it moves no pin; what is printed says where the version still is. Exit 8 when one could not be moved back.',
    )
    .action((reference: string, flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { saidText }, { registryVersion }, { revoke }, { revokedJson, revokedText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../program/flag-values.ts'),
          import('../../../workflows/govern/reviews.ts'),
          import('../../../workflows/govern/revoke.ts'),
          import('../../render/govern/switches.ts'),
        ]);
        const reason = saidText('--reason', flags.reason);
        const registry = await openSession(context).registry();
        const version = await registryVersion(reference, registry);
        const revoked = await revoke({ ...version, reason, rollback: flags.rollback }, registry);
        const { terminal } = context;
        terminal.print(flags.json ? revokedJson(revoked) : revokedText(revoked, terminal.color));
        return revoked.stuck.length > 0 ? 'access' : 'ok';
      }),
    );
};
