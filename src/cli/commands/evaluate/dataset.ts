import { Option } from 'commander';
import type { CliContext } from '../../context.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';
import { VERSION } from '../../version.ts';
import { printReport, REPORT_FORMATS, type ReportFlags, reportFormat } from '../../wiring/report-output.ts';
import { registerDatasetChanges } from './dataset-changes.ts';

export const registerDataset: RegisterCommand = (program, run) => {
  const dataset = program
    .command('dataset')
    .description('Look at the cases that suites ask, add to them, and share them')
    .addHelpText('before', examples(['promptlane dataset ls', 'promptlane dataset lint', 'promptlane dataset diff evals/triage.jsonl']));

  dataset
    .command('ls')
    .description('List the datasets with their cases, tags and suites')
    .argument('[files...]', 'datasets (default: those that suites name, and all below the folder of datasets)')
    .option('--json', 'print the list as JSON', false)
    .addHelpText('before', examples(['promptlane dataset ls', 'promptlane dataset ls --json']))
    .action((files: string[], flags: { json: boolean }) =>
      run(async (context) => {
        const { datasets } = await openDatasets(files, context);
        const [{ listDatasets }, { datasetsJson, datasetsText }] = await Promise.all([
          import('../../../workflows/evaluation/datasets/list-datasets.ts'),
          import('../../render/evaluate/datasets.ts'),
        ]);
        const list = await listDatasets(datasets);
        const { terminal } = context;
        terminal.print(flags.json ? datasetsJson(list) : datasetsText(list, terminal.color, terminal.tableWidth));
        return 'ok';
      }),
    );

  dataset
    .command('lint')
    .description('Find rows that are wrong, repeat or contradict each other, leak, or say little')
    .argument('[files...]', 'datasets (default: as for `ls`)')
    .addOption(new Option('--format <format>', 'the form of the findings (default: text)').choices(REPORT_FORMATS))
    .option('--json', 'the same as --format json', false)
    .option('--output <file>', 'write the format to a file, and print the text')
    .addHelpText('before', examples(['promptlane dataset lint', 'promptlane dataset lint evals/triage.jsonl --format github']))
    .action((files: string[], flags: ReportFlags) =>
      run(async (context) => {
        const format = reportFormat(flags);
        const { datasets, session } = await openDatasets(files, context);
        const [{ lintDatasets }, { checkJson, checkText }] = await Promise.all([
          import('../../../workflows/evaluation/datasets/lint-datasets.ts'),
          import('../../render/author/check.ts'),
        ]);
        const outcome = await lintDatasets(datasets, await session.tree(), (await session.workspace()).root);
        const reported = {
          text: () => checkText(outcome, context.terminal.color),
          json: () => checkJson(outcome, 'promptlane/dataset-lint/v1'),
          report: async () => {
            const { checkReport } = await import('../../../workflows/authoring/check-report.ts');
            return checkReport(outcome, { version: VERSION, workspace: await session.workspace(), name: 'dataset lint' });
          },
        };
        await printReport(format, reported, flags, context);
        return outcome.errors > 0 ? 'validation' : 'ok';
      }),
    );

  dataset
    .command('diff')
    .description('Compare a dataset with an earlier revision, or with another, case by case')
    .argument('<before>', 'a dataset')
    .argument('[after]', 'another one (default: the first, which is then compared with `--against`)')
    .option('--against <revision>', 'the git revision of the earlier cases', 'HEAD')
    .option('--json', 'print the difference as JSON', false)
    .addHelpText('before', examples(['promptlane dataset diff evals/triage.jsonl', 'promptlane dataset diff old.csv new.jsonl --json']))
    .action((before: string, after: string | undefined, { against, json }: { against: string; json: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { diffDatasets }, { datasetDiffJson, datasetDiffText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../workflows/evaluation/datasets/diff-datasets.ts'),
          import('../../render/evaluate/dataset-diff.ts'),
        ]);
        const session = openSession(context);
        const workspace = await session.workspace();
        const { directory } = context.globals;
        const named = after === undefined ? ([before] as const) : ([before, after] as const);
        const diff = await diffDatasets(
          { named: [...named], against, directory },
          { workspace, tree: await session.tree(), git: session.git },
        );
        const { terminal } = context;
        terminal.print(json ? datasetDiffJson(diff) : datasetDiffText(diff, terminal.color));
        return 'ok';
      }),
    );

  registerDatasetChanges(dataset, run);
};

async function openDatasets(files: readonly string[], context: CliContext) {
  const [{ openSession }, { readDatasets }] = await Promise.all([
    import('../../session/session.ts'),
    import('../../../workflows/evaluation/datasets/read-datasets.ts'),
  ]);
  const session = openSession(context);
  const [workspace, tree] = [await session.workspace(), await session.tree()];
  return { session, datasets: await readDatasets(files, context.globals.directory, { workspace, tree }) };
}
