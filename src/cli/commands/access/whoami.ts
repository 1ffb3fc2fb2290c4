import { examples, type RegisterCommand } from '../../program/register-command.ts';

export const registerWhoami: RegisterCommand = (program, run) => {
  program
    .command('whoami')
    .description('Show who you are to the registry, and what you may do')
    .option('--sessions', 'also list the browsers in which you are signed in', false)
    .option('--json', 'print it as JSON', false)
    .addHelpText(
      'before',
      examples(['promptlane whoami', 'promptlane whoami --sessions', 'promptlane whoami --registry https://prompts.example.com --json']),
    )
    .action((flags: { sessions: boolean; json: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { identityJson, identityText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../render/access/identity.ts'),
        ]);
        const registry = await openSession(context).registry();
        const identity = await registry.whoami();
        const sessions = flags.sessions ? await registry.browserSessions() : undefined;
        const { terminal } = context;
        terminal.print(flags.json ? identityJson(identity, sessions) : identityText(identity, sessions, terminal.color));
        return 'ok';
      }),
    );
};
