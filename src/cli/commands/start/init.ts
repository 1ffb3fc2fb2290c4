import { examples, type RegisterCommand } from '../../register-command.ts';

interface Flags {
  bare: boolean;
  json: boolean;
}

export const registerInit: RegisterCommand = (program, run) => {
  program
    .command('init')
    .description('Set up Promptlane in a folder: config, a sample prompt with an eval, editor schemas, git settings')
    .option('--bare', 'no sample', false)
    .option('--json', 'print what was written as JSON', false)
    .addHelpText('before', examples(['promptlane init', 'promptlane init --bare', 'promptlane -C my-app init']))
    .addHelpText('after', '\nNothing of yours is ever overwritten. The schemas for editors are renewed: run it again after an update.')
    .action((flags: Flags) =>
      run(async (context) => {
        const [{ init }, { initJson, initText }] = await Promise.all([
          import('../../../workflows/authoring/init.ts'),
          import('../../render/start/init.ts'),
        ]);
        const outcome = await init({ directory: context.globals.directory, bare: flags.bare });
        const { terminal } = context;
        terminal.print(flags.json ? initJson(outcome) : initText(outcome, terminal.color));
        return 'ok';
      }),
    );
};
