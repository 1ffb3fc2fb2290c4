import type { Command } from 'commander';
import type { RolloutAct } from '../../../protocol/rollouts.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  env: string;
  keep?: string;
  reason?: string;
  json: boolean;
}

const ACTS: Readonly<Record<RolloutAct, string>> = {
  pause: 'Stop the steps; who got a variant keeps it',
  resume: 'Go on after a pause, also against what paused it',
  advance: 'Go to the next step now, and say yes where the step asks for a role',
  complete: 'End it: one version is served to all from now on, and pinned',
  abort: 'End it: everybody gets control again, and what was tried is quarantined',
};

/** Declares what people do to a rollout that is under way. */
export const registerRolloutActs: RegisterCommand = (rollout, run) => {
  for (const act of ['pause', 'resume', 'advance', 'complete', 'abort'] as const) {
    declared(rollout, act)
      .option('--json', 'print the rollout as JSON', false)
      .addHelpText('before', examples([exampleOf(act)]))
      .action((prompt: string, flags: Flags) =>
        run(async (context) => {
          const [{ openSession }, { parsePromptId }, { environmentNamed }, { saidText }, { movedJson, movedText }] = await Promise.all([
            import('../../session/session.ts'),
            import('../../../prompt/reference.ts'),
            import('../../../workflows/release/environments.ts'),
            import('../../program/flag-values.ts'),
            import('../../render/rollout/moved.ts'),
          ]);
          const session = openSession(context);
          const environment = environmentNamed((await session.workspace()).config.environments, flags.env);
          const moved = await (await session.registry()).actOnRollout(
            { environment, prompt: parsePromptId(prompt) },
            {
              act,
              ...(flags.keep !== undefined && { keep: flags.keep }),
              ...(flags.reason !== undefined && { reason: saidText('--reason', flags.reason) }),
            },
          );
          const { terminal } = context;
          terminal.print(flags.json ? movedJson(moved) : movedText(moved, terminal.color));
          return 'ok';
        }),
      );
  }
};

function declared(rollout: Command, act: RolloutAct): Command {
  const command = rollout
    .command(act)
    .description(ACTS[act])
    .argument('<prompt>', 'prompt id')
    .requiredOption('--env <environment>', 'where');
  if (act === 'complete') command.option('--keep <variant>', 'what is served from now on (default: the one variant of a canary)');
  return act === 'abort'
    ? command.requiredOption('--reason <text>', 'why, for the history')
    : command.option('--reason <text>', 'why, for the history');
}

function exampleOf(act: RolloutAct): string {
  const asked = `promptlane rollout ${act} support/triage --env production`;
  if (act === 'complete') return `${asked} --keep candidate`;
  return act === 'abort' ? `${asked} --reason "It insults people"` : asked;
}
