import { examples, type RegisterCommand } from '../../program/register-command.ts';
import { type ValueFlags, withValueFlags } from './value-flags.ts';

interface Flags extends ValueFlags {
  model?: string;
  stream: boolean;
  record?: string;
  cassette?: string;
  timeout: string;
  json: boolean;
}

export const registerRun: RegisterCommand = (program, run) => {
  const command = program
    .command('run')
    .description('Render a prompt, ask its model, and show the answer as it comes')
    .argument('<reference>', 'a reference, or a prompt file');
  withValueFlags(command)
    .option('--model <provider/model>', 'ask this model instead of the one that the version names')
    .option('--record <file>', 'keep the answer in a cassette')
    .option('--cassette <file>', 'take the recorded answer instead of asking a provider')
    .option('--timeout <duration>', 'for the whole answer', '5m')
    .option('--no-stream', 'print the answer when it is whole')
    .option('--json', 'print request, answer, timing and checks as JSON', false)
    .addHelpText(
      'before',
      examples([
        'promptlane run support/triage --var ticket="I was charged twice"',
        'promptlane run support/triage@production --test-data 1 --model anthropic/claude-haiku-4-5',
        'promptlane run support/triage --var ticket=@mail.txt --record cassettes/mail.jsonl',
        'cat mail.txt | promptlane run support/triage --var ticket=@- | jq .category',
      ]),
    )
    .addHelpText('after', '\nExit code 3: the answer does not fit the output schema, or a guardrail. Exit code 9: no answer came.')
    .action((reference: string, flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { runReference }, { runEnding, runJson, runNote, toolCallsText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../wiring/run-reference.ts'),
          import('../../render/author/run.ts'),
        ]);
        const outcome = await runReference(reference, flags, openSession(context), context);
        const { terminal } = context;
        const calls = flags.json ? runJson(outcome) : toolCallsText(outcome, terminal.color);
        if (calls !== '') terminal.print(calls);
        terminal.note(runNote(outcome, terminal.noteColor));
        return runEnding(outcome);
      }),
    );
};
