import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  prune: boolean;
  message?: string;
  breakGlass: boolean;
  reason?: string;
  json: boolean;
}

export const registerApply: RegisterCommand = (program, run) => {
  program
    .command('apply')
    .description('Move environments of the registry to what the lockfile pins and the rollout files say: all of one, or none')
    .argument('[target]', 'an environment, or a file made by `plan --out` (default: all environments, in release order)')
    .option('--prune', 'also remove pins that the lockfile does not list', false)
    .option('-m, --message <text>', 'why, for the history')
    .option('--break-glass', 'move against policy; for admins, and everyone hears of it', false)
    .option('--reason <text>', 'why policy is broken')
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText('before', examples(['promptlane apply staging', 'promptlane apply plan.json']))
    .action((target: string | undefined, flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { brokenGlass }, { applyAll, applyTargets }, { wantedRollouts }, { applyJson, applyText }] =
          await Promise.all([
            import('../../session/session.ts'),
            import('../../program/flag-values.ts'),
            import('../../../workflows/release/moves/apply-all.ts'),
            import('../../../workflows/rollouts/rollout-files.ts'),
            import('../../render/release/plan.ts'),
          ]);
        const session = openSession(context);
        const { config } = await session.workspace();
        const { environments } = config;
        const tree = await session.tree();
        const targets = await applyTargets(
          {
            target,
            prune: flags.prune,
            ...(flags.message !== undefined && { message: flags.message }),
            ...brokenGlass(flags),
            directory: context.globals.directory,
            rollouts: (name) => wantedRollouts({ tree, config }, name),
          },
          environments,
          session.lock,
        );
        const outcomes = await applyAll(targets, { registry: await session.registry(), versions: await session.versions() });
        const { terminal } = context;
        terminal.print(flags.json ? applyJson(outcomes) : applyText(outcomes, terminal.color));
        await (await import('../../wiring/audit.ts')).checkAuditEnd(session, context);
        return outcomes.some(({ plan, applied }) => plan.refusals.length > 0 && !applied) ? 'access' : 'ok';
      }),
    );
};
