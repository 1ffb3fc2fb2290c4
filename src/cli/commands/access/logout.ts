import { examples, type RegisterCommand } from '../../program/register-command.ts';

export const registerLogout: RegisterCommand = (program, run) => {
  program
    .command('logout')
    .description('Forget the login on this machine, and end its token')
    .option('--everywhere', 'sign out all of your browsers, and end all of your tokens, also those on other machines', false)
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText(
      'before',
      examples(['promptlane logout', 'promptlane logout --everywhere', 'promptlane logout --registry https://prompts.example.com']),
    )
    .action((flags: { everywhere: boolean; json: boolean }) =>
      run(async (context) => {
        const [{ logOut }, { signedOutJson, signedOutText }] = await Promise.all([
          import('../../wiring/access/log-in.ts'),
          import('../../render/access/identity.ts'),
        ]);
        const outcome = await logOut(flags, context);
        context.terminal.print(flags.json ? signedOutJson(outcome) : signedOutText(outcome));
        return 'ok';
      }),
    );
};
