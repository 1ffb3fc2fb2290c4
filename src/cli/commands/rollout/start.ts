import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  env: string;
  reason?: string;
  json: boolean;
}

/** Declares `rollout start`. */
export const registerRolloutStart: RegisterCommand = (rollout, run) => {
  rollout
    .command('start')
    .description('Start the rollout of a prompt from its file, if each version passes the policy as a pin would')
    .argument('<prompt>', 'prompt id')
    .requiredOption('--env <environment>', 'where')
    .option('--reason <text>', 'why, for the history')
    .option('--json', 'print the rollout as JSON', false)
    .addHelpText('before', examples(['promptlane rollout start support/triage --env production']))
    .addHelpText('after', '\n`promptlane apply` starts the rollouts of an environment together with its pins, or none of them.')
    .action((prompt: string, flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { parsePromptId }, { environmentNamed }, { rolloutOf }, { movedJson, movedText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../prompt/reference.ts'),
          import('../../../workflows/release/environments.ts'),
          import('../../../workflows/rollouts/rollout-files.ts'),
          import('../../render/rollout/moved.ts'),
        ]);
        const session = openSession(context);
        const { config } = await session.workspace();
        const environment = environmentNamed(config.environments, flags.env);
        const definition = rolloutOf({ tree: await session.tree(), config }, environment, parsePromptId(prompt));
        const moved = await (await session.registry()).startRollout(definition, flags.reason);
        const { terminal } = context;
        terminal.print(flags.json ? movedJson(moved) : movedText(moved, terminal.color));
        return 'ok';
      }),
    );
};
