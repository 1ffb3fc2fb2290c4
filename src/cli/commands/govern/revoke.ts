import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  reason: string;
  json: boolean;
}

export const registerRevoke: RegisterCommand = (program, run) => {
  program
    .command('revoke')
    .description('Bar a version from ever being pinned anywhere again')
    .argument('<reference>', 'the version, for example support/triage@3f9a1c2b7d04')
    .requiredOption('--reason <text>', 'why; whoever wants to pin it reads it')
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText('before', examples(['promptlane revoke support/triage@v12 --reason "It gives away addresses"']))
    .addHelpText('after', '\nIt moves no pin: what is printed says where the version still is, and `rollback` moves off it.')
    .action((reference: string, flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { saidText }, { registryVersion }, { revokedJson, revokedText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../program/flag-values.ts'),
          import('../../../workflows/govern/reviews.ts'),
          import('../../render/govern/switches.ts'),
        ]);
        const reason = saidText('--reason', flags.reason);
        const registry = await openSession(context).registry();
        const revoked = await registry.revoke({ ...(await registryVersion(reference, registry)), reason });
        const { terminal } = context;
        terminal.print(flags.json ? revokedJson(revoked) : revokedText(revoked, terminal.color));
        return 'ok';
      }),
    );
};
