import { Option } from 'commander';
import { examples, type RegisterCommand } from '../../program/register-command.ts';
import { WRITABLE_FORMAT_NAMES } from '../../wiring/format-names.ts';

interface Flags {
  to: string;
  out?: string;
  force: boolean;
  failOnLoss: boolean;
  json: boolean;
}

export const registerExport: RegisterCommand = (program, run) => {
  program
    .command('export')
    .description('Write prompts in the format of another tool, and list what is lost')
    .argument('[references...]', 'references or prompt files (default: every prompt of the working tree)')
    .addOption(new Option('--to <format>', 'the format').choices(WRITABLE_FORMAT_NAMES).makeOptionMandatory())
    .option('--out <folder>', 'write files there (default: the text of one prompt is printed)')
    .option('--force', 'overwrite files that are there', false)
    .option('--fail-on-loss', 'write nothing when anything is lost', false)
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText(
      'before',
      examples(['promptlane export support/triage@production --to openai', 'promptlane export --to github-models --out ../models/prompts']),
    )
    .action((references: string[], { to, json, ...flags }: Flags) =>
      run(async (context) => {
        const [{ openSession }, { resolveNamed }, { exportPrompts }, { exportJson, exportNote, exportText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../session/resolve-named.ts'),
          import('../../../workflows/authoring/export-prompts.ts'),
          import('../../render/start/export.ts'),
        ]);
        const session = openSession(context);
        const { directory } = context.globals;
        const outcome = await exportPrompts(
          { ...flags, references, format: to, directory },
          { tree: session.tree, resolve: (reference) => resolveNamed(reference, directory, session) },
        );
        const { terminal } = context;
        if (json) terminal.print(exportJson(outcome));
        else {
          const text = exportText(outcome, terminal.color);
          if (text !== '') terminal.write(text);
          const note = exportNote(outcome, terminal.noteColor);
          if (note !== '') terminal.note(note);
        }
        return outcome.done ? 'ok' : 'validation';
      }),
    );
};
