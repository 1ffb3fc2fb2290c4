import { realpathSync } from 'node:fs';
import { Failure } from '../../base/failure.ts';
import { printable } from '../../base/text/printable.ts';
import { scorerProcesses } from '../../models/exec/scorer-processes.ts';
import {
  type EvaluateDependencies,
  type Evaluated,
  type EvaluatedShard,
  type EvaluateRequest,
  evaluate,
  evaluateShard,
} from '../../workflows/evaluation/evaluate.ts';
import type { Evaluation } from '../../workflows/evaluation/select-evaluations.ts';
import { environmentNamed, lastEnvironment } from '../../workflows/release/environments.ts';
import { resolveReference } from '../../workflows/versions/resolve-reference.ts';
import { requireValid } from '../../workflows/versions/tree.ts';
import { makeStateFolder } from '../../workspace/state-folder.ts';
import type { CliContext } from '../context.ts';
import type { Session } from '../session/session.ts';
import { type AskingFlags, askingPorts, maxCostOf, requireCompatible } from './asking-ports.ts';
import type { CaseFlags } from './choose-evaluations.ts';
import { keepHeapSmall } from './keep-heap-small.ts';
import { openEvaluationModel } from './open-evaluation-model.ts';
import { remoteRuns, requireRemoteUsable } from './remote-runs.ts';
import { acceptedOf, runBounds } from './run-bounds.ts';
import { openRunFiles, type RunFileFlags } from './run-files.ts';

export interface EvalFlags extends AskingFlags, RunFileFlags, CaseFlags {
  readonly env?: string;
  readonly model?: string;
  /** Have workers of the registry ask and score. */
  readonly remote?: boolean;
}

/** What runs evaluations on this machine, one after the other, within one bound of cost. */
export interface EvaluationRunner {
  /** @throws Failure `interrupted` */
  run(evaluations: readonly Evaluation[]): Promise<Evaluated[]>;
  /** Runs only the cases of a shard. @throws Failure `interrupted` */
  runShard(evaluations: readonly Evaluation[]): Promise<EvaluatedShard[]>;
  /** Ends the line of progress. */
  end(): void;
}

/** Runs evaluations, all cases of each. */
export async function runEvaluations(
  evaluations: readonly Evaluation[],
  flags: EvalFlags,
  session: Session,
  context: CliContext,
): Promise<Evaluated[]> {
  const runner = await openEvaluationRunner(flags, session, context);
  try {
    return await runner.run(evaluations);
  } finally {
    runner.end();
  }
}

/** Runs one shard of evaluations. */
export async function runShard(
  evaluations: readonly Evaluation[],
  flags: EvalFlags,
  session: Session,
  context: CliContext,
): Promise<EvaluatedShard[]> {
  const runner = await openEvaluationRunner(flags, session, context);
  try {
    return await runner.runShard(evaluations);
  } finally {
    runner.end();
  }
}

/** Refuses flags that no run could be made with, before it is known whether there is anything to run. @throws Failure `usage-invalid` */
export function requireUsable(flags: EvalFlags, { globals }: CliContext): void {
  requireCompatible(flags);
  runBounds(flags, globals.directory);
  maxCostOf(flags);
  requireRemoteUsable(flags);
}

/** Wires evaluations to this machine: models, answer cache, run files, progress. @throws Failure `prompts-invalid`, `usage-invalid` */
export async function openEvaluationRunner(flags: EvalFlags, session: Session, context: CliContext): Promise<EvaluationRunner> {
  requireUsable(flags, context);
  keepHeapSmall();
  const bounds = runBounds(flags, context.globals.directory);
  const tree = requireValid(await session.tree());
  const fixed = { ...(await dependenciesOf(flags, session, context)), candidate: ({ prompt }: Evaluation) => tree.versions.of(prompt) };
  let progress: ReturnType<typeof startProgress> | undefined;
  const running = async <Outcome>(
    evaluations: readonly Evaluation[],
    run: (request: EvaluateRequest, dependencies: EvaluateDependencies) => Promise<Outcome>,
  ): Promise<Outcome> => {
    progress ??= startProgress(context);
    const { model } = flags;
    const request = { evaluations, ...bounds, ...(model !== undefined && { model }), flags: repeatedFlags(flags) };
    try {
      return await run(request, { ...fixed, onRun: progress.onRun, onResult: progress.onResult });
    } catch (error) {
      if (fixed.signal.aborted) throw interrupted(flags);
      throw error;
    }
  };
  return {
    run: (evaluations) => running(evaluations, evaluate),
    runShard: (evaluations) =>
      running(evaluations, (request, dependencies) => {
        const { shard } = request;
        if (shard === undefined) throw new TypeError('there is no shard to run');
        return evaluateShard({ ...request, shard }, dependencies);
      }),
    end: () => progress?.end(),
  };
}

/** What changes questions or verdict. Names are checked elsewhere; what a shell would split is quoted. */
function repeatedFlags({ env, model, baseline, accept, tag, filter, case: ids, limit, sample }: EvalFlags): string[] {
  const named = { env, model, baseline, accept: accept && acceptedOf(accept).join(','), tag, filter, case: ids, limit, sample };
  return Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, ...[value].flat().map(quoted)]));
}

function quoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

function interrupted({ cache, remote }: EvalFlags): Failure {
  if (remote)
    return new Failure('interrupted', 'The evaluation was interrupted.', {
      hint: 'Workers are told to stop. What they had found is in the run file: `--resume last` goes on from there.',
    });
  const hint = cache
    ? 'Answers that came are kept: run the same command again to go on.'
    : 'Answers that came are in the run file: run the same command again with `--resume last` to go on.';
  return new Failure('interrupted', 'The evaluation was interrupted.', { hint });
}

async function dependenciesOf(flags: EvalFlags, session: Session, context: CliContext) {
  const workspace = await session.workspace();
  const { root, config } = workspace;
  const { environments } = config;
  const state = await makeStateFolder(root);
  const asking = await askingPorts(flags, workspace, context);
  // Modules and commands of a stranger are not run.
  const processes =
    flags.recordedOnly === true
      ? undefined
      : scorerProcesses({ root: realpathSync(root), variables: context.variables, signal: asking.signal });
  context.defer(() => processes?.close());
  return {
    ...asking,
    ...(processes && { tools: processes }),
    ...(flags.remote === true && { remote: await remoteRuns(session, context) }),
    model: (evaluation, version) => openEvaluationModel(evaluation, version, flags, workspace, context),
    lock: await session.lock(),
    environments,
    target: flags.env === undefined ? lastEnvironment(environments) : environmentNamed(environments, flags.env),
    resolve: (id, revision) => resolveReference({ id, revision }, { ...session, registry: session.registryIfConfigured }),
    ...(await openRunFiles(flags, { root, state }, context)),
  } satisfies Omit<EvaluateDependencies, 'candidate'>;
}

/** One line of progress for all runs; each sample moves it. */
function startProgress({ terminal }: CliContext) {
  let label = 'Evaluating';
  let answered = 0;
  const progress = terminal.progress(label);
  return {
    onRun({ suite, prompt, cases }: Evaluation, reference: string) {
      label = printable(`${suite.name}: ${prompt}@${reference}, ${cases.count * suite.repeat} answers`);
      answered = 0;
      progress.step(label);
    },
    onResult() {
      answered += 1;
      progress.update(`${label} (${answered})`);
    },
    end: () => progress.done(),
  };
}
