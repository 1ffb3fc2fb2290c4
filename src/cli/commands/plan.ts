import { examples, type RegisterCommand } from '../register-command.ts';

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
        const [{ openSession }, { environmentDrift, planPins }, { environmentNamed }, { planJson, planText }, { pinsOf }] =
          await Promise.all([
            import('../session.ts'),
            import('../../workflows/release/plan-pins.ts'),
            import('../../workflows/release/environments.ts'),
            import('../render/plan.ts'),
            import('../../release/lockfile/edit-lockfile.ts'),
          ]);
        const session = openSession(context);
        const { environments } = (await session.workspace()).config;
        const names = environment === undefined ? environments.map(({ name }) => name) : [environmentNamed(environments, environment)];
        const registry = await session.registry();
        const lock = await session.lock();
        const dependencies = { registry, versions: await session.versions() };
        const plans = await Promise.all(names.map((name) => planPins(name, pinsOf(lock, name), flags.prune, dependencies)));
        const outcome = { plans, drift: environmentDrift(environments, await registry.environments()) };
        if (flags.out !== undefined) {
          const [{ resolve }, { writeSavedPlan }] = await Promise.all([
            import('node:path'),
            import('../../workflows/release/saved-plan.ts'),
          ]);
          await writeSavedPlan(resolve(context.globals.directory, flags.out), plans);
        }
        const { terminal } = context;
        terminal.print(flags.json ? planJson(outcome) : planText(outcome, terminal.color));
        const hasChanges = plans.some(({ moves }) => moves.length > 0);
        return flags.detailedExitcode && hasChanges ? 'drift' : 'ok';
      }),
    );
};
