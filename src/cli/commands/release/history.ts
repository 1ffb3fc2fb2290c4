import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  limit: string;
  json: boolean;
}

export const registerHistory: RegisterCommand = (program, run) => {
  program
    .command('history')
    .description('Show who moved which pin of an environment, when and why')
    .argument('<environment>', 'an environment')
    .argument('[prompt]', 'only this prompt')
    .option('--limit <number>', 'at most so many entries, newest first', '20')
    .option('--json', 'print the entries as JSON', false)
    .addHelpText('before', examples(['promptlane history production', 'promptlane history production support/triage --json']))
    .action((environment: string, prompt: string | undefined, flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { wholeNumber }, { history }, { historyJson, historyText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../program/flag-values.ts'),
          import('../../../workflows/release/history.ts'),
          import('../../render/release/history.ts'),
        ]);
        const limit = wholeNumber('--limit', flags.limit, { from: 1 });
        const session = openSession(context);
        const { environments } = (await session.workspace()).config;
        const outcome = await history({ environment, prompt, limit }, environments, await session.registry());
        const { terminal } = context;
        terminal.print(flags.json ? historyJson(outcome) : historyText(outcome, terminal.color));
        return 'ok';
      }),
    );
};
