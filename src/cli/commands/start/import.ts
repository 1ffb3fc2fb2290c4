import { Option } from 'commander';
import { examples, type RegisterCommand } from '../../program/register-command.ts';
import { FORMAT_NAMES } from '../../wiring/format-names.ts';

interface Flags {
  from?: string;
  out?: string;
  dryRun: boolean;
  force: boolean;
  failOnLoss: boolean;
  skipRefused: boolean;
  json: boolean;
}

export const registerImport: RegisterCommand = (program, run) => {
  program
    .command('import')
    .description('Bring prompts of other tools into the workspace, and list what is lost')
    .argument('<paths...>', 'files or folders of another tool')
    .addOption(new Option('--from <format>', 'their format (default: recognised by content)').choices(FORMAT_NAMES))
    .option('--out <folder>', 'a folder of prompts; its path becomes part of the ids (default: the first prompt root)')
    .option('--dry-run', 'show what would be written, and write nothing', false)
    .option('--force', 'overwrite files that are there', false)
    .option('--fail-on-loss', 'write nothing when anything is lost', false)
    .option('--skip-refused', 'import the rest when a file cannot be translated', false)
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText(
      'before',
      examples([
        'promptlane import ../old-app/prompts --dry-run',
        'promptlane import langfuse.json --from langfuse --out prompts/langfuse',
      ]),
    )
    .action((paths: string[], flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { importPrompts }, { importEnding, importJson, importText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../workflows/authoring/import/import-prompts.ts'),
          import('../../render/start/import.ts'),
        ]);
        const session = openSession(context);
        const { json, ...request } = flags;
        const outcome = await importPrompts(
          { ...request, paths, directory: context.globals.directory },
          { workspace: await session.workspace(), tree: await session.tree() },
        );
        const { terminal } = context;
        terminal.print(json ? importJson(outcome) : importText(outcome, terminal.color));
        return importEnding(outcome);
      }),
    );
};
