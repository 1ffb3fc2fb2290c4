import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  prune: boolean;
  message?: string;
  json: boolean;
}

export const registerApply: RegisterCommand = (program, run) => {
  program
    .command('apply')
    .description('Move environments of the registry to what the lockfile pins: all pins of one, or none')
    .argument('[target]', 'an environment, or a file made by `plan --out` (default: all environments, in release order)')
    .option('--prune', 'also remove pins that the lockfile does not list', false)
    .option('-m, --message <text>', 'why, for the history')
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText('before', examples(['promptlane apply staging', 'promptlane apply plan.json']))
    .action((target: string | undefined, flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { applyAll, applyTargets }, { applyJson, applyText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../workflows/release/moves/apply-all.ts'),
          import('../../render/release/plan.ts'),
        ]);
        const session = openSession(context);
        const { environments } = (await session.workspace()).config;
        const targets = await applyTargets({ target, ...flags, directory: context.globals.directory }, environments, session.lock);
        const outcomes = await applyAll(targets, { registry: await session.registry(), versions: await session.versions() });
        const { terminal } = context;
        terminal.print(flags.json ? applyJson(outcomes) : applyText(outcomes, terminal.color));
        return outcomes.some(({ plan }) => plan.refusals.length > 0) ? 'access' : 'ok';
      }),
    );
};
