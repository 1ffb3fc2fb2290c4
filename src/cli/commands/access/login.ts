import type { CliContext } from '../../context.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  tokenStdin: boolean;
  code: boolean;
  browser: boolean;
  changePassword: boolean;
  email?: string;
  json: boolean;
}

export const registerLogin: RegisterCommand = (program, run) => {
  program
    .command('login')
    .description('Sign in to the registry, and stay signed in on this machine')
    .option('--token-stdin', 'read a token from stdin instead of asking for mail address and password', false)
    .option('--code', 'become a member first: asks for the code of your invitation, or the set-up code', false)
    .option('--browser', 'sign in at the identity provider of the registry, in a browser on this machine', false)
    .option('--change-password', 'change your password instead; your browsers are signed out', false)
    .option('--email <address>', 'your mail address; asked for when it is not given')
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText(
      'before',
      examples([
        'promptlane login',
        'promptlane login --browser',
        'promptlane login --code',
        'promptlane login --token-stdin < token.txt',
        'promptlane login --change-password',
      ]),
    )
    .addHelpText(
      'after',
      '\nThe token is kept in a file that you alone read, for this registry only. Of a LangWatch project it is the API key.',
    )
    .action((flags: Flags) =>
      run(async (context) => {
        if (flags.changePassword) return changePassword(flags, context);
        const [{ logIn }, { signedInJson, signedInText }] = await Promise.all([
          import('../../wiring/access/log-in.ts'),
          import('../../render/access/identity.ts'),
        ]);
        const outcome = await logIn(flags, context);
        const { terminal } = context;
        terminal.print(flags.json ? signedInJson(outcome) : signedInText(outcome, terminal.color));
        return 'ok';
      }),
    );
};

async function changePassword(flags: Flags, context: CliContext): Promise<'ok'> {
  const [wiring, { passwordChangedJson, passwordChangedText }] = await Promise.all([
    import('../../wiring/access/change-password.ts'),
    import('../../render/access/identity.ts'),
  ]);
  const outcome = await wiring.changePassword(context);
  context.terminal.print(flags.json ? passwordChangedJson(outcome) : passwordChangedText(outcome));
  return 'ok';
}
