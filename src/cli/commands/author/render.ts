import { Option } from 'commander';
import { examples, type RegisterCommand } from '../../program/register-command.ts';
import { RENDERED_FORMATS, type RenderedFormat } from '../../wiring/rendered-format.ts';
import { type ValueFlags, withValueFlags } from './value-flags.ts';

interface Flags extends ValueFlags {
  allRows?: boolean;
  format: RenderedFormat;
  estimate: boolean;
  json: boolean;
}

export const registerRender: RegisterCommand = (program, run) => {
  const command = program
    .command('render')
    .description('Render a prompt with values, as a model would get it')
    .argument('<reference>', 'a reference, or a prompt file');
  withValueFlags(command)
    .option('--all-rows', 'every row of the dataset, one document each')
    .addOption(new Option('--format <format>', 'the last four are what their providers are sent').choices(RENDERED_FORMATS).default('text'))
    .option('--estimate', 'count tokens, and say what they cost', false)
    .option('--json', 'the same as --format json', false)
    .addHelpText(
      'before',
      examples([
        'promptlane render support/triage --var ticket="I was charged twice"',
        'promptlane render support/triage@production --var ticket=@mail.txt --format openai',
        'promptlane render support/triage --dataset evals/datasets/triage.jsonl --all-rows --format anthropic',
        'promptlane render support/triage --test-data 1 --estimate',
      ]),
    )
    .action((reference: string, flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { estimatesOf, renderReference }, { documentsOf }, { estimateNote }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../wiring/render-reference.ts'),
          import('../../render/author/rendered.ts'),
          import('../../render/author/estimate.ts'),
        ]);
        const format = flags.json ? 'json' : flags.format;
        const session = openSession(context);
        const { version, rows } = await renderReference(reference, flags, session, context);
        const estimates = flags.estimate ? await estimatesOf(rows, session) : [];
        const { terminal } = context;
        terminal.print(documentsOf({ version, rows, estimates }, format, terminal.color));
        // Bodies and texts must stay what a model would get, so what is said about them goes elsewhere.
        if (flags.estimate && format !== 'json') terminal.note(estimateNote(estimates, terminal.noteColor));
        return 'ok';
      }),
    );
};
