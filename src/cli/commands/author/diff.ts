import { examples, type RegisterCommand } from '../../register-command.ts';

interface Flags {
  stat: boolean;
  json: boolean;
}

export const registerDiff: RegisterCommand = (program, run) => {
  program
    .command('diff')
    .description('Compare what two versions mean: model, parameters, inputs, tools, schema field by field, texts by word')
    .argument('[before]', 'a reference or a prompt file (default: every prompt as the first environment pins it)')
    .argument('[after]', 'a reference or a prompt file (default: the same prompt in the working tree)')
    .option('--stat', 'one line per change', false)
    .option('--json', 'print the differences as JSON', false)
    .addHelpText(
      'before',
      examples([
        'promptlane diff',
        'promptlane diff support/triage@production',
        'promptlane diff support/triage@git:HEAD~3 support/triage@staging',
      ]),
    )
    .action((before: string | undefined, after: string | undefined, flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { resolveNamed }, { diffPair, diffTree }, { diffJson, diffStat, diffText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../session/resolve-named.ts'),
          import('../../../workflows/authoring/diff.ts'),
          import('../../render/author/diff.ts'),
        ]);
        const session = openSession(context);
        const { environments } = (await session.workspace()).config;
        const resolve = (reference: string) => resolveNamed(reference, context.globals.directory, session);
        const diffs =
          before === undefined
            ? await diffTree(await session.tree(), await session.lock(), environments, await session.versions())
            : [await diffPair(before, after, environments, resolve)];
        const { terminal } = context;
        if (flags.json) terminal.print(diffJson(diffs));
        else terminal.print(flags.stat ? diffStat(diffs, terminal.color) : diffText(diffs, terminal.color));
        return 'ok';
      }),
    );
};
