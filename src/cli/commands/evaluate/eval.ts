import { type Ending, worstEnding } from '../../../base/exit-code.ts';
import { Failure } from '../../../base/failure.ts';
import type { EvaluationChoice } from '../../../workflows/evaluation/choose-evaluations.ts';
import type { Evaluated, EvaluatedShard } from '../../../workflows/evaluation/evaluate.ts';
import type { CliContext } from '../../context.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';
import type { Session } from '../../session/session.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { type EvalOutput, type EvalOutputFlags, evalOutput, evalOutputOptions } from '../../wiring/eval-output-flags.ts';
import { registerEvalJudges } from './eval-judges.ts';
import { EVAL_ENDINGS, registerEvalRuns } from './eval-runs.ts';

interface Flags extends EvalOutputFlags {
  changed: boolean;
  against?: string;
  list: boolean;
  tag?: string[];
  filter?: string;
  case?: string[];
  limit?: string;
  sample?: string;
  env?: string;
  model?: string;
  cassette?: string;
  record?: string;
  concurrency?: string;
  deadline?: string;
  maxCost?: string;
  cache: boolean;
  refresh: boolean;
  offline: boolean;
  resume?: string;
  shard?: string;
  out?: string;
  remote: boolean;
  upload: boolean;
  baseline?: string;
  accept?: string;
}

export const registerEval: RegisterCommand = (program, run) => {
  const command = program
    .command('eval')
    .description('Run eval suites on the working tree, compare with what is pinned, and judge the gate')
    .argument('[names...]', 'suites or prompts (default: all)')
    .option('--changed', 'only suites that the change touches: prompts, partials, guardrail sets, datasets, scorers, judges', false)
    .option('--against <side>', 'what the change is measured from (default: where the branch left the main one); implies --changed')
    .option('--list', 'say what would run and why, and ask nobody', false)
    .option('--tag <tags...>', 'only cases with one of these tags')
    .option('--filter <text>', 'only cases whose id, label or tag holds this text')
    .option('--case <ids...>', 'only these cases, by id, pattern with * or digits of the digest')
    .option('--limit <number>', 'at most so many cases of each suite, from the start')
    .option('--sample <number>', 'at most so many cases of each suite, drawn by its seed')
    .option('--env <environment>', 'compare with what this environment pins (default: the last one)')
    .option('--model <provider/model>', 'ask this model instead of the one that the suite or the prompt names')
    .option('--cassette <file>', 'take recorded answers instead of asking a provider')
    .option('--record <file>', 'keep the answers of the provider in a cassette')
    .option('--upload', 'have the registry judge and sign the run, so that it may count as evidence', false)
    .option('--baseline <version|run>', 'compare with this: an environment, a revision, `none`, or the file or folder of a run')
    .option('--accept <what>', 'let a baseline count although it differs: `dataset`, `scorers` or both with a comma')
    .option('--concurrency <number>', 'calls at once to a model (default: 8); `20,openai=4` bounds one provider apart')
    .option('--deadline <duration>', 'for one call (default: 2m)')
    .option('--max-cost <dollars>', 'spend no more than this, judges and baseline included')
    .option('--no-cache', 'neither read nor keep answers')
    .option('--refresh', 'ask everything anew, and keep the answers', false)
    .option('--offline', 'ask nobody: answers of the cache and of cassettes only', false)
    .option('--resume <run>', 'go on with a run that was stopped: its folder, or `last`')
    .option('--shard <n/count>', 'only this part of the cases; `promptlane eval merge` judges all parts')
    .option('--remote', 'have the workers of the registry ask and score (`promptlane worker`); the report is that of a run here', false)
    .option('--out <folder>', 'where runs are written (default: a folder of its own in .promptlane/runs)')
    .addHelpText(
      'before',
      examples([
        'promptlane eval',
        'promptlane eval triage --env production',
        'promptlane eval --changed --against main',
        'promptlane eval triage --case t1 --tag edge',
        'promptlane eval --changed --list --json',
        'promptlane eval --max-cost 2 --concurrency 20,anthropic=4',
        'promptlane eval --shard 2/8 --out runs/2',
        'promptlane eval --no-cache --resume last',
        'promptlane eval --model ollama/llama3.2',
        'promptlane eval --upload',
        'promptlane eval --remote',
        'promptlane eval --report html=report.html --report junit=junit.xml',
      ]),
    )
    .addHelpText(
      'after',
      '\nA run of some of the cases (--tag, --filter, --case, --limit, --sample) says nothing of the suite as a whole.' +
        '\nExit code 6: the gate failed. Exit code 9: the run says nothing about quality (unreachable model, missing answers, …).',
    )
    .action((names: string[], flags: Flags) =>
      run(async (context) => {
        const output = evalOutput(flags, context.globals.directory);
        requireJudged(flags, output);
        requireWhole(flags);
        const [
          { openSession },
          { chosenEvaluations },
          { requireUsable, runEvaluations, runShard },
          choices,
          { requireWritable, tellEvaluations },
        ] = await Promise.all([
          import('../../session/session.ts'),
          import('../../wiring/choose-evaluations.ts'),
          import('../../wiring/run-evaluations.ts'),
          import('../../render/evaluate/evaluation-choice.ts'),
          import('../../wiring/eval-output.ts'),
        ]);
        requireUsable(flags, context);
        await requireWritable(output);
        const { terminal } = context;
        const session = openSession(context);
        await requireRegistry(flags, session);
        const choice = await chosenEvaluations(names, flags, session, context);
        if (flags.list) {
          terminal.print(output.print === 'json' ? choices.choiceDocument(choice) : choices.choiceText(choice, terminal.color));
          return 'ok';
        }
        if (choice.selected.length === 0) return tellNothing(choice, output, context);
        if (choice.against !== undefined || choice.skipped.length > 0) terminal.note(choices.choiceText(choice, terminal.color));
        const evaluations = choice.selected.map(({ evaluation }) => evaluation);
        if (flags.shard !== undefined) return runPart(await runShard(evaluations, flags, session, context), flags.shard, output, terminal);
        const evaluated = await runEvaluations(evaluations, flags, session, context);
        await tellEvaluations({ evaluated, choice, workspace: await session.workspace() }, output, context);
        await uploadAsked(flags, evaluated, session, context);
        return worstEnding(evaluated.map(({ report }) => EVAL_ENDINGS[report.outcome]));
      }),
    );
  for (const option of evalOutputOptions()) command.addOption(option);
  registerEvalRuns(command, run);
  registerEvalJudges(command, run);
};

/** A registry that cannot be asked is told before anything is paid. */
async function requireRegistry({ upload, remote, list }: Flags, session: Session): Promise<void> {
  if ((upload || remote) && !list) await (await session.registry()).whoami();
}

/** Uploads what was run, if asked; what comes of it is said on stderr, because reports go to stdout. */
async function uploadAsked({ upload }: Flags, evaluated: readonly Evaluated[], session: Session, { terminal }: CliContext): Promise<void> {
  if (!upload) return;
  const [{ uploadEvaluated }, { uploadedText }] = await Promise.all([
    import('../../wiring/evidence.ts'),
    import('../../render/registry/evidence.ts'),
  ]);
  terminal.note(uploadedText(await uploadEvaluated(evaluated, session), terminal.noteColor));
}

/** Says that a change touches nothing; files are written as after any run, with nothing in them. */
async function tellNothing(choice: EvaluationChoice, { print, ...files }: EvalOutput, context: CliContext): Promise<Ending> {
  const [{ nothingJudgedText }, { tellEvaluations }] = await Promise.all([
    import('../../render/evaluate/evaluation-choice.ts'),
    import('../../wiring/eval-output.ts'),
  ]);
  const isText = print === undefined || print === 'text';
  if (isText) context.terminal.print(nothingJudgedText(choice, context.terminal.color));
  await tellEvaluations({ evaluated: [], choice }, isText ? files : { ...files, print }, context);
  return 'ok';
}

/** A part of a run, or one that accepts differences, proves nothing about the suite. */
function requireWhole({ upload, shard, accept }: Flags): void {
  if (!upload || (shard === undefined && accept === undefined)) return;
  const [flag, hint] =
    shard === undefined
      ? ['accept', 'Mend the suite or its baseline, and run it without `--accept`.']
      : ['shard', 'Spread it over machines with `--remote --upload` instead; merged shards are no evidence either.'];
  throw new Failure('usage-invalid', `A run with --${flag} is no evidence, so it cannot be uploaded.`, { hint });
}

/** A report that is asked for and never written would be missed only at the end of the pipeline. */
function requireJudged({ shard, list }: Flags, { print, files }: EvalOutput): void {
  if (shard === undefined || list) return;
  if (files.length === 0 && (print === 'text' || print === 'json')) return;
  throw new Failure('usage-invalid', 'A shard is not judged, so there is nothing to report: it prints text or JSON.', {
    hint: 'Give `--report` and `--format` to `promptlane eval merge`, which judges all shards.',
  });
}

/** Says what a shard found: nothing that could pass or fail. */
async function runPart(shards: readonly EvaluatedShard[], shard: string, { print }: EvalOutput, terminal: Terminal): Promise<Ending> {
  const { shardsJson, shardsText } = await import('../../render/evaluate/shards.ts');
  terminal.print(print === 'json' ? shardsJson(shards, shard) : shardsText(shards, shard, terminal.color));
  return 'ok';
}
