import { examples, type RegisterCommand } from '../../program/register-command.ts';
import { type GrantFlags, grantOf, withGrantFlags } from './grant-flags.ts';

export const registerMember: RegisterCommand = (program, run) => {
  const member = program
    .command('member')
    .description('See and change who may do what in the project')
    .addHelpText('before', examples(['promptlane member ls', 'promptlane member invite ada@example.com --role reviewer']));

  member
    .command('ls')
    .description('List members with their roles, and open invitations')
    .option('--json', 'print the list as JSON', false)
    .addHelpText('before', examples(['promptlane member ls', 'promptlane member ls --json']))
    .action((flags: { json: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { membersJson, membersText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../render/access/members.ts'),
        ]);
        const list = await (await openSession(context).registry()).members();
        const { terminal } = context;
        terminal.print(flags.json ? membersJson(list) : membersText(list, terminal.tableWidth));
        return 'ok';
      }),
    );

  withGrantFlags(
    member.command('invite').description('Invite a person; prints a code that works once').argument('<email>', 'their mail address'),
  )
    .option('--json', 'print the invitation as JSON', false)
    .addHelpText(
      'before',
      examples([
        'promptlane member invite ada@example.com --role reviewer',
        'promptlane member invite bo@example.com --role deployer --env "staging*"',
      ]),
    )
    .action((email: string, flags: GrantFlags & { json: boolean }) =>
      run(async (context) => {
        const { printInvitation } = await import('../../wiring/access/print-invitation.ts');
        await printInvitation(email, grantOf(flags), flags, context);
        return 'ok';
      }),
    );

  for (const [verb, description] of [
    ['grant', 'Give a member another role'],
    ['revoke', 'Take a role from a member, exactly as it was given'],
  ] as const) {
    withGrantFlags(member.command(verb).description(description).argument('<member>', 'mail address, name or id'))
      .option('--json', 'print the member as JSON', false)
      .addHelpText(
        'before',
        examples([
          `promptlane member ${verb} ada@example.com --role deployer`,
          `promptlane member ${verb} bo@example.com --role editor --prompts "support/*"`,
        ]),
      )
      .action((wanted: string, flags: GrantFlags & { json: boolean }) =>
        run(async (context) => {
          const { printChangedMember } = await import('../../wiring/access/print-invitation.ts');
          await printChangedMember(
            wanted,
            (registry, id) => (verb === 'grant' ? registry.grantRole(id, grantOf(flags)) : registry.revokeRole(id, grantOf(flags))),
            flags,
            context,
          );
          return 'ok';
        }),
      );
  }

  member
    .command('remove')
    .description('Take every role in the project from a member, or an invitation back')
    .argument('<member>', 'mail address, name or id')
    .option('--json', 'print the member as JSON', false)
    .addHelpText('before', examples(['promptlane member remove ada@example.com']))
    .action((wanted: string, flags: { json: boolean }) =>
      run(async (context) => {
        const { printRemoval } = await import('../../wiring/access/print-invitation.ts');
        await printRemoval(wanted, flags, context);
        return 'ok';
      }),
    );
};
