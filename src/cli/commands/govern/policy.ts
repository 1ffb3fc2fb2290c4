import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface PushFlags {
  env?: string;
  reason: string;
  yes: boolean;
  json: boolean;
}

export const registerPolicy: RegisterCommand = (program, run) => {
  const policy = program
    .command('policy')
    .description('See what the registry asks of versions, and change it')
    .addHelpText(
      'before',
      examples(['promptlane policy show', 'promptlane policy push --env production --reason "Two reviewers from now on"']),
    );

  policy
    .command('show')
    .description('Show the environments of the registry with their policies')
    .option('--json', 'print them as JSON', false)
    .addHelpText('before', examples(['promptlane policy show', 'promptlane policy show --json']))
    .action((flags: { json: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { environmentsJson, environmentsText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../render/govern/policy.ts'),
        ]);
        const environments = await (await openSession(context).registry()).environments();
        const { terminal } = context;
        terminal.print(flags.json ? environmentsJson(environments) : environmentsText(environments, terminal.color));
        return 'ok';
      }),
    );

  policy
    .command('diff')
    .description('Show how the policies of the config differ from those of the registry, which hold; exit 4 when they do')
    .option('--env <environment>', 'only this one')
    .option('--json', 'print the differences as JSON', false)
    .addHelpText('before', examples(['promptlane policy diff', 'promptlane policy diff --env production']))
    .action((flags: { env?: string; json: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { policyDifferences }, { differencesJson, differencesText }] = await loadParts();
        const session = openSession(context);
        const { environments } = (await session.workspace()).config;
        const differences = await policyDifferences(environments, await session.registry(), flags.env);
        const { terminal } = context;
        terminal.print(flags.json ? differencesJson({ differences, pushed: false }) : differencesText(differences, terminal.color));
        return differences.length > 0 ? 'drift' : 'ok';
      }),
    );

  policy
    .command('push')
    .description('Make the environments and policies of the config those of the registry; for admins')
    .requiredOption('--reason <text>', 'why, for the audit trail')
    .option('--env <environment>', 'only the policy of this one')
    .option('-y, --yes', 'do not ask', false)
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText(
      'before',
      examples([
        'promptlane policy push --reason "Freeze weekends"',
        'promptlane policy push --env production --reason "Two reviewers" --yes',
      ]),
    )
    .action((flags: PushFlags) =>
      run(async (context) => {
        const [{ openSession }, { pushPolicies }, { differencesJson, differencesText }] = await loadParts();
        const [{ saidText }, { Failure }, { askYesOrNo }] = await Promise.all([
          import('../../program/flag-values.ts'),
          import('../../../base/failure.ts'),
          import('../../terminal/ask.ts'),
        ]);
        const reason = saidText('--reason', flags.reason);
        const session = openSession(context);
        const { environments } = (await session.workspace()).config;
        const { terminal, host } = context;
        const outcome = await pushPolicies(
          {
            ...flags,
            reason,
            async confirm(differences) {
              if (flags.yes) return true;
              if (!terminal.isInteractive)
                throw new Failure('usage-invalid', 'Nobody is here to say yes.', {
                  hint: 'Look at `promptlane policy diff`, then push with `--yes`.',
                });
              terminal.note(differencesText(differences, terminal.noteColor));
              return askYesOrNo('Make these the policies of the registry?', host);
            },
          },
          environments,
          await session.registry(),
        );
        terminal.print(flags.json ? differencesJson(outcome) : differencesText(outcome.differences, terminal.color));
        if (!flags.json && outcome.differences.length > 0) terminal.note(outcome.pushed ? 'Pushed.' : 'Nothing was pushed.');
        return 'ok';
      }),
    );
};

function loadParts() {
  return Promise.all([
    import('../../session/session.ts'),
    import('../../../workflows/govern/policies.ts'),
    import('../../render/govern/policy.ts'),
  ]);
}
