import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  check: boolean;
  offline: boolean;
  json: boolean;
}

export const registerStatus: RegisterCommand = (program, run) => {
  program
    .command('status')
    .description('Show how the tree, the lockfile and the registry differ')
    .option('--check', 'exit 4 when anything differs', false)
    .option('--offline', 'do not ask the registry', false)
    .option('--json', 'print the rows as JSON', false)
    .addHelpText('before', examples(['promptlane status', 'promptlane status --check --offline']))
    .action((flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { status }, { served }, { statusJson, statusText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../workflows/release/status.ts'),
          import('../../../workflows/release/served.ts'),
          import('../../render/release/status.ts'),
        ]);
        const session = openSession(context);
        const { environments } = (await session.workspace()).config;
        const registry = flags.offline ? undefined : await session.registryIfConfigured();
        const lock = await session.lock();
        const remote = registry && { served: await served(registry, environments, lock), drafts: await registry.drafts() };
        const outcome = status(await session.tree(), lock, environments, remote);
        const { terminal } = context;
        terminal.print(flags.json ? statusJson(outcome) : statusText(outcome, terminal.color, terminal.tableWidth));
        return flags.check && outcome.rows.length > 0 ? 'drift' : 'ok';
      }),
    );
};
