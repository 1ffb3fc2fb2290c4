import type { Command } from 'commander';
import { examples, type RegisterCommand } from '../../program/register-command.ts';
import type { RowFlags } from '../../wiring/new-row.ts';

type Run = Parameters<RegisterCommand>[1];

/** Declares the commands that write datasets: into files, into the registry and out of it. */
export function registerDatasetChanges(dataset: Command, run: Run): void {
  dataset
    .command('add')
    .description('Add a case to a dataset, in the format of its file')
    .argument('<file>', 'a dataset; it is made if it is not there')
    .argument('[row]', '`-` reads one row as JSON from stdin')
    .option('--input <name=value>', 'an input as text; repeat it for more', collect)
    .option('--expected <value>', 'what is expected: a text, or name=value for a member of it; repeat it for more', collect)
    .option('--tag <tag>', 'a tag; repeat it for more', collect)
    .option('--group <group>', 'cases of one group are not independent of each other')
    .option('--id <id>', 'what the row is called (default: from its content)')
    .option('--json', 'print the case as JSON', false)
    .addHelpText(
      'before',
      examples([
        'promptlane dataset add evals/triage.jsonl --input ticket="Where is my invoice?" --expected category=billing --tag edge',
        `echo '{"inputs": {"ticket": "Hello"}, "expected": {"category": "other"}}' | promptlane dataset add evals/triage.jsonl -`,
      ]),
    )
    .action((file: string, row: string | undefined, flags: RowFlags & { json: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { newRow }, { attachmentFile }, { addCase }, { workspacePath }, { addedCaseJson, addedCaseText }] =
          await Promise.all([
            import('../../session/session.ts'),
            import('../../wiring/new-row.ts'),
            import('../../../workspace/datasets/attachment-file.ts'),
            import('../../../workflows/evaluation/datasets/add-case.ts'),
            import('../../../workflows/evaluation/datasets/read-datasets.ts'),
            import('../../render/evaluate/dataset-changes.ts'),
          ]);
        const { root } = await openSession(context).workspace();
        const path = workspacePath(file, context.globals.directory, root);
        const added = await addCase(await newRow(row, flags, context, attachmentFile(root, path)), path, root);
        const { terminal } = context;
        terminal.print(flags.json ? addedCaseJson(added) : addedCaseText(added, terminal.color));
        return 'ok';
      }),
    );

  dataset
    .command('push')
    .description('Store the rows of a dataset in the registry, as a version that a suite can pin')
    .argument('<file>', 'a dataset')
    .requiredOption('--name <name>', 'how the registry calls it')
    .option('--json', 'print the version as JSON', false)
    .addHelpText('before', examples(['promptlane dataset push evals/triage.jsonl --name support/triage']))
    .action((file: string, { name, json }: { name: string; json: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { pushDataset }, { readDatasets }, { pushedDatasetJson, pushedDatasetText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../workflows/evaluation/datasets/push-dataset.ts'),
          import('../../../workflows/evaluation/datasets/read-datasets.ts'),
          import('../../render/evaluate/dataset-changes.ts'),
        ]);
        const session = openSession(context);
        const named = { workspace: await session.workspace(), tree: { suites: [] } };
        const [read] = await readDatasets([file], context.globals.directory, named);
        if (read === undefined) throw new TypeError('a named dataset is read or refused');
        const pushed = await pushDataset(name, read, await session.registry());
        const { terminal } = context;
        terminal.print(json ? pushedDatasetJson(pushed) : pushedDatasetText(pushed, terminal.color));
        return 'ok';
      }),
    );

  dataset
    .command('pull')
    .description('Bring a dataset of the registry to this machine, so that suites can ask it offline')
    .argument('<dataset>', '`<name>@<digest>`, as `dataset push` prints it')
    .option('--out <file>', 'write the rows to a file of the workspace instead (.jsonl)')
    .option('--json', 'print what was pulled as JSON', false)
    .addHelpText(
      'before',
      examples(['promptlane dataset pull <name>@<digest>', 'promptlane dataset pull <name>@<digest> --out evals/triage.jsonl']),
    )
    .action((named: string, { out, json }: { out?: string; json: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { pullDataset }, { pulledDatasetJson, pulledDatasetText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../workflows/evaluation/datasets/pull-dataset.ts'),
          import('../../render/evaluate/dataset-changes.ts'),
        ]);
        const session = openSession(context);
        const { root } = await session.workspace();
        const request = { named, directory: context.globals.directory, ...(out !== undefined && { out }) };
        const pulled = await pullDataset(request, { root, registry: session.registryIfConfigured });
        const { terminal } = context;
        terminal.print(json ? pulledDatasetJson(pulled) : pulledDatasetText(pulled, terminal.color));
        return 'ok';
      }),
    );
}

function collect(value: string, values: string[] = []): string[] {
  return [...values, value];
}
