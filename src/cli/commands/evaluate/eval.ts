import { type Ending, worstEnding } from '../../../base/exit-code.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  env?: string;
  model?: string;
  cassette?: string;
  record?: string;
  concurrency?: string;
  maxCost?: string;
  cache: boolean;
  json: boolean;
}

/** A run that cannot be judged is trouble of the infrastructure, and never the gate's answer. */
const ENDINGS = { passed: 'ok', failed: 'gate', invalid: 'network' } as const satisfies Record<string, Ending>;

export const registerEval: RegisterCommand = (program, run) => {
  program
    .command('eval')
    .description('Run eval suites on the working tree, compare with what is pinned, and judge the gate')
    .argument('[names...]', 'suites or prompts (default: all)')
    .option('--env <environment>', 'compare with what this environment pins (default: the last one)')
    .option('--model <provider/model>', 'ask this model instead of the one that the suite or the prompt names')
    .option('--cassette <file>', 'take recorded answers instead of asking a provider')
    .option('--record <file>', 'keep the answers of the provider in a cassette')
    .option('--concurrency <number>', 'calls at once (default: 8)')
    .option('--max-cost <dollars>', 'start no further call once this much is spent')
    .option('--no-cache', 'neither read nor keep answers')
    .option('--json', 'print the reports as JSON', false)
    .addHelpText(
      'before',
      examples(['promptlane eval', 'promptlane eval triage --env production', 'promptlane eval --model ollama/llama3.2']),
    )
    .addHelpText(
      'after',
      '\nExit code 6: the gate failed. Exit code 9: the run says nothing about quality (unreachable model, missing answers, …).',
    )
    .action((names: string[], flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { runEvaluations }, { evaluationsJson, evaluationsText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../wiring/run-evaluations.ts'),
          import('../../render/evaluate/evaluations.ts'),
        ]);
        const reports = await runEvaluations(names, flags, openSession(context), context);
        const { terminal } = context;
        terminal.print(flags.json ? evaluationsJson(reports) : evaluationsText(reports, terminal.color, terminal.width));
        return worstEnding(reports.map(({ outcome }) => ENDINGS[outcome]));
      }),
    );
};
