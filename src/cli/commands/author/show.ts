import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  canonical: boolean;
  json: boolean;
}

export const registerShow: RegisterCommand = (program, run) => {
  program
    .command('show')
    .description('Show one version of a prompt: its digest and all that the digest covers')
    .argument('<reference>', 'id, id@production, id@v12, id@<digest>, id@git:HEAD~3, id@index')
    .option('--canonical', 'print the canonical JSON that is hashed, and nothing else', false)
    .option('--json', 'print the version as JSON', false)
    .addHelpText(
      'before',
      examples(['promptlane show support/triage@production', 'promptlane show support/triage --canonical | sha256sum']),
    )
    .action((reference: string, flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { resolveNamed }, { shownVersion }, { shownCanonical, shownJson, shownText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../session/resolve-named.ts'),
          import('../../../workflows/authoring/show-version.ts'),
          import('../../render/author/show.ts'),
        ]);
        const shown = shownVersion(await resolveNamed(reference, context.globals.directory, openSession(context, { fetches: true })));
        const { terminal } = context;
        // No line end after canonical JSON: its bytes are what the digest names.
        if (flags.canonical) terminal.write(shownCanonical(shown));
        else terminal.print(flags.json ? shownJson(shown) : shownText(shown, terminal.color));
        return 'ok';
      }),
    );
};
