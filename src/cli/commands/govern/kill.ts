import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  env: string;
  reason: string;
  json: boolean;
}

export const registerKill: RegisterCommand = (program, run) =>
  registerSwitch(program, run, 'kill', 'Tell applications not to use a prompt, whatever is pinned');

export const registerUnkill: RegisterCommand = (program, run) =>
  registerSwitch(program, run, 'unkill', 'Let applications use a prompt again');

function registerSwitch(
  program: Parameters<RegisterCommand>[0],
  run: Parameters<RegisterCommand>[1],
  verb: 'kill' | 'unkill',
  description: string,
): void {
  program
    .command(verb)
    .description(description)
    .argument('<prompt>', 'prompt id')
    .requiredOption('--env <environment>', 'where')
    .requiredOption('--reason <text>', 'why, for the history')
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText(
      'before',
      examples([`promptlane ${verb} support/triage --env production --reason "${verb === 'kill' ? 'It insults people' : 'Mended'}"`]),
    )
    .action((prompt: string, flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { saidText }, { parsePromptId }, { environmentNamed }, { switchedJson, switchedText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../program/flag-values.ts'),
          import('../../../prompt/reference.ts'),
          import('../../../workflows/release/environments.ts'),
          import('../../render/govern/switches.ts'),
        ]);
        const reason = saidText('--reason', flags.reason);
        const session = openSession(context);
        const environment = environmentNamed((await session.workspace()).config.environments, flags.env);
        const switched = {
          environment,
          killed: verb === 'kill',
          ...(await (await session.registry())[verb](environment, parsePromptId(prompt), reason)),
        };
        const { terminal } = context;
        terminal.print(flags.json ? switchedJson(switched) : switchedText(switched, terminal.color));
        return 'ok';
      }),
    );
}
