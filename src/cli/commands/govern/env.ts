import { examples, type RegisterCommand } from '../../program/register-command.ts';

export const registerEnv: RegisterCommand = (program, run) => {
  const env = program
    .command('env')
    .description('See the environments of the registry')
    .addHelpText('before', examples(['promptlane env ls', 'promptlane env ls --json']));

  env
    .command('ls')
    .description('List environments in release order, with what each asks of a version')
    .option('--json', 'print them as JSON', false)
    .addHelpText('before', examples(['promptlane env ls', 'promptlane env ls --json']))
    .addHelpText('after', '\n`policy show` prints the policies whole, and `history` who moved what in one environment.')
    .action((flags: { json: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { environmentsJson, environmentsTable }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../render/govern/policy.ts'),
        ]);
        const environments = await (await openSession(context).registry()).environments();
        const { terminal } = context;
        terminal.print(flags.json ? environmentsJson(environments) : environmentsTable(environments, terminal.color));
        return 'ok';
      }),
    );
};
