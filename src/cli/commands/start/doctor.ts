import { type Ending, worstEnding } from '../../../base/exit-code.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  json: boolean;
}

export const registerDoctor: RegisterCommand = (program, run) => {
  program
    .command('doctor')
    .description('Look at everything that the commands need, and say what mends it')
    .option('--json', 'print the findings as JSON', false)
    .addHelpText('before', examples(['promptlane doctor', 'promptlane doctor --json']))
    .addHelpText('after', '\nChanges nothing, tells no secret, and works offline. Warnings do not change the exit code.')
    .action((flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { registryAddress }, { doctor }, { doctorJson, doctorText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../session/registry-address.ts'),
          import('../../../workflows/setup/doctor/doctor.ts'),
          import('../../render/start/doctor.ts'),
        ]);
        const { terminal, globals, variables } = context;
        const session = openSession(context);
        const diagnosis = await doctor({
          ...session,
          registry: session.registryIfConfigured,
          registryAddress: async () => registryAddress(context, await session.workspace()),
          variables,
          directory: globals.directory,
          terminal: terminal.facts,
        });
        terminal.print(flags.json ? doctorJson(diagnosis) : doctorText(diagnosis, terminal.color));
        return worstEnding(diagnosis.findings.map(({ status, kind }): Ending => (status === 'fail' ? (kind ?? 'usage') : 'ok')));
      }),
    );
};
