import { examples, type RegisterCommand } from '../../register-command.ts';

interface Flags {
  staged: boolean;
  json: boolean;
}

export const registerCheck: RegisterCommand = (program, run) => {
  program
    .command('check')
    .description('Validate prompts, partials, guardrail sets and suites')
    .argument('[paths...]', 'files or folders; a file is taken whatever its name (default: the whole workspace)')
    .option('--staged', 'check what is staged in git instead of the working tree', false)
    .option('--json', 'print the findings as JSON', false)
    .addHelpText('before', examples(['promptlane check', 'promptlane check prompts/support', 'promptlane check --staged']))
    .action((paths: string[], flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { check }, { checkJson, checkText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../workflows/authoring/check.ts'),
          import('../../render/author/check.ts'),
        ]);
        const session = openSession(context);
        const { root, config } = await session.workspace();
        const sources = flags.staged ? await session.indexSources() : await session.sources();
        const environments = config.environments.map(({ name }) => name);
        const outcome = await check({ paths, directory: context.globals.directory }, { root, sources, environments });
        const { terminal } = context;
        terminal.print(flags.json ? checkJson(outcome) : checkText(outcome, terminal.color));
        return outcome.errors > 0 ? 'validation' : 'ok';
      }),
    );
};
