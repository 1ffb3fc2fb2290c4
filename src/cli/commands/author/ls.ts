import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  json: boolean;
}

export const registerLs: RegisterCommand = (program, run) => {
  program
    .command('ls')
    .description('List the prompts with their versions and pins')
    .argument('[text]', 'only prompts whose id, name or tags contain this')
    .option('--json', 'print the list as JSON', false)
    .addHelpText('before', examples(['promptlane ls', 'promptlane ls support --json']))
    .action((text: string | undefined, flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { listPrompts }, { listingJson, listingText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../workflows/authoring/list-prompts.ts'),
          import('../../render/author/listing.ts'),
        ]);
        const session = openSession(context);
        const { config } = await session.workspace();
        const listing = listPrompts(await session.tree(), await session.lock(), config.environments, text);
        const { terminal } = context;
        terminal.print(flags.json ? listingJson(listing) : listingText(listing, terminal.color, terminal.tableWidth));
        return 'ok';
      }),
    );
};
