import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  env: string;
  units: string;
  contexts?: string;
  context: string[];
  json: boolean;
}

const MOST_UNITS = 1_000_000;

/** Declares `rollout simulate`. */
export const registerRolloutSimulate: RegisterCommand = (rollout, run) => {
  rollout
    .command('simulate')
    .description('Show who would get what at each step, without starting anything')
    .argument('<prompt>', 'prompt id')
    .requiredOption('--env <environment>', 'whose rollout file')
    .option('--units <n>', 'how many made-up units', '10000')
    .option('--contexts <file>', 'calls instead: JSON Lines, one context on each')
    .option('--context <name=value>', 'also tell of one call what it gets and why; repeat it for more attributes', collect, [])
    .option('--json', 'print the simulation as JSON', false)
    .addHelpText(
      'before',
      examples([
        'promptlane rollout simulate support/triage --env production',
        'promptlane rollout simulate support/triage --env production --context userId=u1 --context country=DE',
      ]),
    )
    .action((prompt: string, flags: Flags) =>
      run(async (context) => {
        const [
          { openSession },
          { parsePromptId },
          { environmentNamed },
          { wholeNumber },
          files,
          { simulatedRollout },
          { simulationJson, simulationText },
        ] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../prompt/reference.ts'),
          import('../../../workflows/release/environments.ts'),
          import('../../program/flag-values.ts'),
          import('../../../workflows/rollouts/rollout-files.ts'),
          import('../../../workflows/rollouts/simulated-rollout.ts'),
          import('../../render/rollout/simulation.ts'),
        ]);
        const session = openSession(context);
        const { config } = await session.workspace();
        const environment = environmentNamed(config.environments, flags.env);
        const definition = files.rolloutOf({ tree: await session.tree(), config }, environment, parsePromptId(prompt));
        const units = wholeNumber('--units', flags.units, { from: 1, to: MOST_UNITS });
        const contexts = flags.contexts === undefined ? undefined : await fileText(flags.contexts, context.globals.directory);
        const simulation = simulatedRollout(definition, { units, contexts, context: flags.context });
        const { terminal } = context;
        terminal.print(flags.json ? simulationJson(simulation) : simulationText(simulation, terminal.color, terminal.tableWidth));
        return 'ok';
      }),
    );
};

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

async function fileText(file: string, directory: string): Promise<string> {
  const [{ readFile }, { resolve }, { Failure }] = await Promise.all([
    import('node:fs/promises'),
    import('node:path'),
    import('../../../base/failure.ts'),
  ]);
  return await readFile(resolve(directory, file), 'utf8').catch((cause: unknown) => {
    throw new Failure('file-unreadable', `${file} cannot be read.`, { cause });
  });
}
