import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  concurrency?: string;
  lease: string;
  once: boolean;
}

export const registerWorker: RegisterCommand = (program, run) => {
  program
    .command('worker')
    .description('Work off the evals that `eval --remote` put on the registry, with the keys of this machine')
    .option('--concurrency <number>', 'calls at once to a model (default: 8); `20,openai=4` bounds one provider apart')
    .option('--lease <duration>', 'silence after which another worker gets the jobs of this one, 1s to 10m', '1m')
    .option('--once', 'end when nothing waits, instead of waiting for more', false)
    .addHelpText('before', examples(['promptlane worker', 'promptlane worker --concurrency 20,anthropic=4', 'promptlane worker --once']))
    .addHelpText(
      'after',
      '\nStart as many as you like, on any machine. Ctrl-C and SIGTERM give back what is not done; what a killed worker held goes to' +
        '\nanother after its lease. It needs a token that may write runs, and the keys of the providers.',
    )
    .action((flags: Flags) =>
      run(async (context) => {
        const [{ work }, { workedText }] = await Promise.all([import('../../wiring/worker.ts'), import('../../render/evaluate/worked.ts')]);
        context.terminal.print(workedText(await work(flags, context)));
        return 'ok';
      }),
    );
};
