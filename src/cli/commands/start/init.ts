import { examples, type RegisterCommand } from '../../register-command.ts';

interface Flags {
  bare: boolean;
  gitOnly: boolean;
  json: boolean;
}

export const registerInit: RegisterCommand = (program, run) => {
  program
    .command('init')
    .description('Set up Promptlane in a folder: config, a sample prompt with an eval, editor schemas, git settings')
    .option('--bare', 'no sample', false)
    .option('--git-only', 'only tell this clone how git merges lockfiles and shows diffs, which no commit can carry', false)
    .option('--json', 'print what was written as JSON', false)
    .addHelpText(
      'before',
      examples(['promptlane init', 'promptlane init --bare', 'promptlane -C my-app init', 'promptlane init --git-only']),
    )
    .addHelpText('after', '\nNothing of yours is ever overwritten. The schemas for editors are renewed: run it again after an update.')
    .action((flags: Flags) =>
      run(async (context) => {
        const [{ init }, { programCommand }, { EXECUTABLE }, { initJson, initText }] = await Promise.all([
          import('../../../workflows/authoring/init.ts'),
          import('../../../workspace/git-settings/program-command.ts'),
          import('../../executable.ts'),
          import('../../render/start/init.ts'),
        ]);
        const { terminal, globals, variables } = context;
        const program = { executable: EXECUTABLE, node: process.execPath, path: variables.PATH ?? '' };
        const outcome = await init({
          directory: globals.directory,
          bare: flags.bare,
          gitOnly: flags.gitOnly,
          programAt: (top) => programCommand(program, top),
        });
        terminal.print(flags.json ? initJson(outcome) : initText(outcome, terminal.color));
        return 'ok';
      }),
    );
};
