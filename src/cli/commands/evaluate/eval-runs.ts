import type { Command } from 'commander';
import { type Ending, worstEnding } from '../../../base/exit-code.ts';
import type { Evaluated } from '../../../workflows/evaluation/evaluate.ts';
import type { Accepted } from '../../../workflows/evaluation/judge-runs.ts';
import type { CliContext } from '../../context.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';
import { type EvalOutputFlags, evalOutput, evalOutputOptions } from '../../wiring/eval-output-flags.ts';

interface Flags extends EvalOutputFlags {
  accept?: string;
}

/** What judges runs that were asked before. */
type Judge = (files: { at(paths: readonly string[]): Promise<string[]> }, accept: Accepted) => Promise<Evaluated[]>;

/** A run that cannot be judged is trouble of the infrastructure, and never the gate's answer. */
export const EVAL_ENDINGS = { passed: 'ok', failed: 'gate', invalid: 'network', unjudged: 'ok' } as const satisfies Record<string, Ending>;

/** `eval merge`, `eval report` and `eval compare`: what reads runs and asks nobody. */
export function registerEvalRuns(evalCommand: Command, run: Parameters<RegisterCommand>[1]): void {
  const withFlags = (command: Command) => {
    command.option('--accept <what>', 'let a baseline count although it differs: `dataset`, `scorers` or both with a comma');
    for (const option of evalOutputOptions()) command.addOption(option);
    return command;
  };
  withFlags(evalCommand.command('merge'))
    .description('Put the shards of a run together, and judge the whole')
    .argument('<runs...>', 'folders or files that `eval --shard` wrote')
    .addHelpText('before', examples(['promptlane eval merge runs/*', 'promptlane eval merge shard-1 shard-2 --json']))
    .addHelpText('after', '\nExit codes are those of `promptlane eval`; 9 when a shard is missing.')
    .action((runs: string[], _: Flags, command: Command) => run((context) => judgeRecorded(judgeAt(runs), flagsOf(command), context)));
  withFlags(evalCommand.command('report'))
    .description('Judge a run again from its files, and print its report')
    .argument('[runs...]', 'folders or files of runs (default: the last run)')
    .addHelpText(
      'before',
      examples([
        'promptlane eval report',
        'promptlane eval report --report html=report.html',
        'promptlane eval report .promptlane/runs/<run> --json',
      ]),
    )
    .action((runs: string[], _: Flags, command: Command) => run((context) => judgeRecorded(judgeAt(runs), flagsOf(command), context)));
  withFlags(evalCommand.command('compare'))
    .description('Compare two runs case by case, by the gate of the later one')
    .argument('<before>', 'folder or file of the earlier run')
    .argument('<after>', 'folder or file of the later run')
    .addHelpText('before', examples(['promptlane eval compare runs/monday runs/tuesday', 'promptlane eval compare a.jsonl b.jsonl --json']))
    .action((before: string, after: string, _: Flags, command: Command) =>
      run((context) =>
        judgeRecorded(
          async (files, accept) => {
            const { compareRecorded } = await import('../../../workflows/evaluation/recorded/compare-recorded.ts');
            return compareRecorded(await files.at([before]), await files.at([after]), accept);
          },
          flagsOf(command),
          context,
        ),
      ),
    );
}

/** `eval` has these flags too, and commander gives them to whoever comes first. */
function flagsOf(command: Command): Flags {
  return command.optsWithGlobals<Flags>();
}

function judgeAt(runs: readonly string[]): Judge {
  return async (files, accept) => {
    const { reportRuns } = await import('../../../workflows/evaluation/recorded/report-runs.ts');
    return reportRuns(await files.at(runs), accept);
  };
}

async function judgeRecorded(judge: Judge, { accept, ...flags }: Flags, context: CliContext): Promise<Ending> {
  const output = evalOutput(flags, context.globals.directory);
  const [{ keepHeapSmall }, { acceptedOf }, { runFilesFor }, { foundSuites }, { requireWritable, tellEvaluations }] = await Promise.all([
    import('../../wiring/keep-heap-small.ts'),
    import('../../wiring/run-bounds.ts'),
    import('../../wiring/run-files.ts'),
    import('../../wiring/found-suites.ts'),
    import('../../wiring/eval-output.ts'),
  ]);
  keepHeapSmall();
  await requireWritable(output);
  const at = (paths: readonly string[]) => runFilesFor(paths, context);
  const evaluated = await judge({ at }, accept === undefined ? [] : acceptedOf(accept));
  await tellEvaluations(await foundSuites(evaluated, context), output, context);
  return worstEnding(evaluated.map(({ report }) => EVAL_ENDINGS[report.outcome]));
}
