import { examples, type RegisterCommand } from '../../program/register-command.ts';
import { type GrantFlags, grantOf, withGrantFlags } from './grant-flags.ts';

interface CreateFlags extends GrantFlags {
  expires?: string;
  branch?: string;
  mine: boolean;
  quiet: boolean;
  json: boolean;
}

export const registerToken: RegisterCommand = (program, run) => {
  const token = program
    .command('token')
    .description('Make, list and end tokens of machines, and your own')
    .addHelpText(
      'before',
      examples(['promptlane token ls', 'promptlane token create ci --role editor', 'promptlane token revoke 3f9a1c2b7d04']),
    );

  withGrantFlags(token.command('create').description('Make a token; it is printed once').argument('<name>', 'what it is for'))
    .option('--expires <days>', 'it ends after so many days; 0: never (default: 90, or with the token that asks if that is sooner)')
    .option('--branch <name>', 'it vouches for this branch: for a policy that asks where a version comes from')
    .option('--mine', 'a token of your own, with no more than you may, instead of one for a machine', false)
    .option('-q, --quiet', 'print the token and nothing else', false)
    .option('--json', 'print the token with its id as JSON', false)
    .addHelpText(
      'before',
      examples([
        'promptlane token create ci --role editor --branch main',
        'promptlane token create deploys --role deployer --env "staging*" --prompts "support/*" --expires 30',
        'promptlane token create laptop --role editor --mine --quiet > token.txt',
      ]),
    )
    .action((name: string, flags: CreateFlags) =>
      run(async (context) => {
        const [{ openSession }, { wholeNumber, saidText }, { printIssued }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../program/flag-values.ts'),
          import('../../wiring/access/print-issued.ts'),
        ]);
        const request = {
          name: saidText('<name>', name, 'Say what the token is for.'),
          grants: [grantOf(flags)],
          ...(flags.expires !== undefined && { expiresInDays: wholeNumber('--expires', flags.expires, { from: 0, to: 3650 }) }),
          ...(flags.branch !== undefined && { branch: saidText('--branch', flags.branch, 'Name the branch, for example main.') }),
        };
        const registry = await openSession(context).registry();
        printIssued(await registry.createToken(request, flags.mine ? 'own' : 'machine'), flags, context);
        return 'ok';
      }),
    );

  token
    .command('ls')
    .description('List your tokens, and those of machines when you may manage them')
    .option('--all', 'also those that have ended', false)
    .option('--json', 'print the list as JSON', false)
    .addHelpText('before', examples(['promptlane token ls', 'promptlane token ls --all --json']))
    .action((flags: { all: boolean; json: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { tokensJson, tokensText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../render/access/tokens.ts'),
        ]);
        const registry = await openSession(context).registry();
        const now = Date.now();
        const tokens = (await registry.tokens()).filter(
          ({ revokedAt, expiresAt = Infinity }) => flags.all || (revokedAt === undefined && expiresAt > now),
        );
        const { terminal } = context;
        terminal.print(flags.json ? tokensJson(tokens) : tokensText(tokens, terminal.color, terminal.tableWidth));
        return 'ok';
      }),
    );

  token
    .command('revoke')
    .description('End a token at once')
    .argument('<id>', 'its id, as `promptlane token ls` shows it')
    .option('--json', 'print the token as JSON', false)
    .addHelpText('before', examples(['promptlane token revoke 3f9a1c2b7d04']))
    .action((id: string, flags: { json: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { revokedJson, revokedText }, { tokenId }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../render/access/tokens.ts'),
          import('../../wiring/access/print-issued.ts'),
        ]);
        const asked = tokenId(id);
        const revoked = await (await openSession(context).registry()).revokeToken(asked);
        context.terminal.print(flags.json ? revokedJson(revoked) : revokedText(revoked));
        return 'ok';
      }),
    );

  token
    .command('rotate')
    .description('Replace a token by a new one with the same rights; the old one ends at once')
    .argument('<id>', 'its id, as `promptlane token ls` shows it')
    .option('-q, --quiet', 'print the token and nothing else', false)
    .option('--json', 'print the token with its id as JSON', false)
    .addHelpText('before', examples(['promptlane token rotate 3f9a1c2b7d04', 'promptlane token rotate 3f9a1c2b7d04 --quiet > token.txt']))
    .action((id: string, flags: { quiet: boolean; json: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { printIssued, tokenId }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../wiring/access/print-issued.ts'),
        ]);
        const asked = tokenId(id);
        printIssued(await (await openSession(context).registry()).rotateToken(asked), flags, context);
        return 'ok';
      }),
    );
};
