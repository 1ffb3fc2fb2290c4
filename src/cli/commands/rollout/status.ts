import type { CliContext } from '../../context.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';
import type { Session } from '../../session/session.ts';

interface StatusFlags {
  env?: string;
  all: boolean;
  json: boolean;
}

interface ResultFlags {
  env?: string;
  rollout?: string;
  json: boolean;
}

/** Declares `rollout status`. */
export const registerRolloutStatus: RegisterCommand = (rollout, run) => {
  rollout
    .command('status')
    .description('Show the rollouts that are under way, or where one stands and what stands against it')
    .argument('[prompt]', 'only that of this prompt, with its figures')
    .option('--env <environment>', 'only there')
    .option('--all', 'also those that are over', false)
    .option('--json', 'print it as JSON', false)
    .addHelpText('before', examples(['promptlane rollout status', 'promptlane rollout status support/triage --env production --json']))
    .action((prompt: string | undefined, flags: StatusFlags) =>
      run(async (context) => {
        const { terminal } = context;
        if (prompt !== undefined) {
          const [{ statusJson, statusText }, judged] = await Promise.all([
            import('../../render/rollout/status.ts'),
            judgedOf(prompt, flags, context),
          ]);
          terminal.print(flags.json ? statusJson(judged) : statusText(judged, terminal.color));
          return 'ok';
        }
        const [{ openSession }, { listedRollouts }, { rolloutsJson, rolloutsText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../workflows/rollouts/rollout-status.ts'),
          import('../../render/rollout/list.ts'),
        ]);
        const session = openSession(context);
        const environment = await environmentOf(flags.env, session);
        const rollouts = await listedRollouts(await session.registry(), { environment, all: flags.all });
        terminal.print(flags.json ? rolloutsJson(rollouts) : rolloutsText(rollouts, terminal.color, terminal.tableWidth));
        return 'ok';
      }),
    );
};

/** Declares `rollout results`. */
export const registerRolloutResults: RegisterCommand = (rollout, run) => {
  rollout
    .command('results')
    .description('Compare the variants of a rollout in every metric that applications told, with intervals')
    .argument('<prompt>', 'prompt id')
    .option('--env <environment>', 'where (default: where it has one)')
    .option('--rollout <id>', 'an earlier one (default: the newest)')
    .option('--json', 'print the table as JSON', false)
    .addHelpText(
      'before',
      examples(['promptlane rollout results support/triage', 'promptlane rollout results support/triage --env production --json']),
    )
    .action((prompt: string, flags: ResultFlags) =>
      run(async (context) => {
        const [{ resultsJson, resultsText }, judged] = await Promise.all([
          import('../../render/rollout/results.ts'),
          judgedOf(prompt, flags, context),
        ]);
        const { terminal } = context;
        terminal.print(flags.json ? resultsJson(judged) : resultsText(judged, terminal.color, terminal.tableWidth));
        return 'ok';
      }),
    );
};

async function judgedOf(prompt: string, flags: { readonly env?: string; readonly rollout?: string }, context: CliContext) {
  const [{ openSession }, { parsePromptId }, { judgedRollout }] = await Promise.all([
    import('../../session/session.ts'),
    import('../../../prompt/reference.ts'),
    import('../../../workflows/rollouts/rollout-status.ts'),
  ]);
  const session = openSession(context);
  const environment = await environmentOf(flags.env, session);
  return await judgedRollout(await session.registry(), {
    prompt: parsePromptId(prompt),
    environment,
    ...(flags.rollout !== undefined && { rollout: flags.rollout }),
  });
}

async function environmentOf(name: string | undefined, session: Pick<Session, 'workspace'>) {
  if (name === undefined) return undefined;
  const { environmentNamed } = await import('../../../workflows/release/environments.ts');
  return environmentNamed((await session.workspace()).config.environments, name);
}
