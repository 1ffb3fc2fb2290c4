import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  out?: string;
  prune: boolean;
  detailedExitcode: boolean;
  json: boolean;
}

export const registerPlan: RegisterCommand = (program, run) => {
  program
    .command('plan')
    .description('Show what apply would do, and whether policy lets it')
    .argument('[environment]', 'one environment (default: all, in release order)')
    .option('--out <file>', 'save the plan; `promptlane apply <file>` refuses it once the registry has moved')
    .option('--prune', 'also remove pins that the lockfile does not list', false)
    .option('--detailed-exitcode', 'exit 4 when there are changes', false)
    .option('--json', 'print the plan as JSON', false)
    .addHelpText('before', examples(['promptlane plan', 'promptlane plan production --out plan.json']))
    .action((environment: string | undefined, flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { hasChanges }, { plan }, { wantedRollouts }, { planJson, planText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../workflows/release/moves/plan-pins.ts'),
          import('../../../workflows/release/moves/plan.ts'),
          import('../../../workflows/rollouts/rollout-files.ts'),
          import('../../render/release/plan.ts'),
        ]);
        const session = openSession(context);
        const { config } = await session.workspace();
        const { environments } = config;
        const tree = await session.tree();
        const outcome = await plan({ ...flags, environment, directory: context.globals.directory }, environments, {
          registry: await session.registry(),
          versions: await session.versions(),
          lock: await session.lock(),
          rollouts: (name) => wantedRollouts({ tree, config }, name),
        });
        const { terminal } = context;
        terminal.print(flags.json ? planJson(outcome) : planText(outcome, terminal.color));
        return flags.detailedExitcode && outcome.plans.some(hasChanges) ? 'drift' : 'ok';
      }),
    );
};
