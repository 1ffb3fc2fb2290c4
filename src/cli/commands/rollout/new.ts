import { Option } from 'commander';
import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  env: string;
  candidate: string;
  control?: string;
  mode: 'canary' | 'experiment' | 'flag';
  seed?: string;
}

/** Declares `rollout new`. */
export const registerRolloutNew: RegisterCommand = (rollout, run) => {
  rollout
    .command('new')
    .description('Write a rollout file to look over, with full digests')
    .argument('<prompt>', 'prompt id')
    .requiredOption('--env <environment>', 'where the traffic is split')
    .requiredOption('--candidate <version>', 'what is tried: an environment, v<number>, a digest, latest')
    .option('--control <version>', 'what everybody else gets (default: what the environment pins)')
    .addOption(new Option('--mode <mode>', 'how it goes on').choices(['canary', 'experiment', 'flag']).default('canary'))
    .option('--seed <text>', 'decides who gets what (default: from the prompt and the candidate)')
    .addHelpText(
      'before',
      examples([
        'promptlane rollout new support/triage --env production --candidate staging',
        'promptlane rollout new support/triage --env production --candidate v12 --mode experiment',
      ]),
    )
    .action((prompt: string, flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { parsePromptId }, { environmentNamed }, { resolveNamed }, { newRollout }, { shortDigest }] =
          await Promise.all([
            import('../../session/session.ts'),
            import('../../../prompt/reference.ts'),
            import('../../../workflows/release/environments.ts'),
            import('../../session/resolve-named.ts'),
            import('../../../workflows/rollouts/new-rollout.ts'),
            import('../../../base/digest.ts'),
          ]);
        const session = openSession(context);
        const workspace = await session.workspace();
        const id = parsePromptId(prompt, 'Name the prompt by its id alone, and the version that is tried with `--candidate`.');
        const environment = environmentNamed(workspace.config.environments, flags.env);
        const digestOf = async (version: string) => (await resolveNamed(`${id}@${version}`, context.globals.directory, session)).digest;
        const candidate = await digestOf(flags.candidate);
        const remote = flags.control === undefined ? await session.registryIfConfigured() : undefined;
        const control = (await remote?.state(environment))?.pins.get(id) ?? (await digestOf(flags.control ?? environment));
        const seed = flags.seed ?? `${id}-${shortDigest(candidate)}`;
        const path = await newRollout({ prompt: id, environment, mode: flags.mode, control, candidate, seed }, workspace);
        context.terminal.print(path);
        context.terminal.note(
          `Look it over, then run \`promptlane check\` and \`promptlane rollout simulate ${id} --env ${environment}\`; \`promptlane rollout start\` starts it.`,
        );
        return 'ok';
      }),
    );
};
