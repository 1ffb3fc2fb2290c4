import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  json: boolean;
}

export const registerConfig: RegisterCommand = (program, run) => {
  const config = program
    .command('config')
    .description('Explain the settings of the project')
    .addHelpText('before', examples(['promptlane config explain', 'promptlane config explain registry']));
  config
    .command('explain')
    .description('Show each setting: its value, where that comes from, and what it means')
    .argument('[key]', 'only this setting and those below it, for example registry.url')
    .option('--json', 'print the settings as JSON', false)
    .addHelpText(
      'before',
      examples([
        'promptlane config explain',
        'promptlane config explain models.providers',
        'promptlane config explain registry.url --json',
      ]),
    )
    .addHelpText('after', '\nA flag goes before an environment variable, that before the file, and that before the default.')
    .action((key: string | undefined, flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { explainConfig }, { configJson, configText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../workflows/setup/explain-config.ts'),
          import('../../render/start/config.ts'),
        ]);
        const { terminal, globals, variables } = context;
        const explanation = await explainConfig(key, await openSession(context).workspace(), { registry: globals.registry, variables });
        terminal.print(flags.json ? configJson(explanation) : configText(explanation, terminal.color, terminal.width));
        return 'ok';
      }),
    );
};
