import { join } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { printable } from '../../base/text/printable.ts';
import type { EvalReport } from '../../evals/report/eval-report.ts';
import { type EvaluateDependencies, evaluate } from '../../workflows/evaluation/evaluate.ts';
import { type Evaluation, selectEvaluations } from '../../workflows/evaluation/select-evaluations.ts';
import { environmentNamed, lastEnvironment } from '../../workflows/release/environments.ts';
import { resolveReference } from '../../workflows/versions/resolve-reference.ts';
import { requireValid } from '../../workflows/versions/tree.ts';
import { fileAnswerCache } from '../../workspace/cache/answer-cache.ts';
import { openRunFile } from '../../workspace/runs/run-file.ts';
import { makeStateFolder } from '../../workspace/state-folder.ts';
import type { CliContext } from '../context.ts';
import { positiveNumber, wholeNumber } from '../program/flag-values.ts';
import type { Session } from '../session/session.ts';
import { type AnswerFlags, fileName, openEvaluationModel } from './open-evaluation-model.ts';

export interface EvalFlags extends AnswerFlags {
  readonly env?: string;
  readonly model?: string;
  readonly concurrency?: string;
  readonly maxCost?: string;
  readonly cache: boolean;
}

/** What runs evaluations on this machine, one after the other, within one bound of cost. */
export interface EvaluationRunner {
  /** @throws Failure `interrupted` */
  run(evaluations: readonly Evaluation[]): Promise<EvalReport[]>;
  /** Ends the line of progress. */
  end(): void;
}

/** Runs the evaluations that were named, by suite or by prompt; without names, all of them. */
export async function runEvaluations(
  names: readonly string[],
  flags: EvalFlags,
  session: Session,
  context: CliContext,
): Promise<EvalReport[]> {
  const runner = await openEvaluationRunner(flags, session, context);
  try {
    return await runner.run(await selectEvaluations(names, await session.tree(), (await session.workspace()).root));
  } finally {
    runner.end();
  }
}

/** Wires evaluations to this machine: models, answer cache, run files, progress. @throws Failure `prompts-invalid`, `usage-invalid` */
export async function openEvaluationRunner(flags: EvalFlags, session: Session, context: CliContext): Promise<EvaluationRunner> {
  const { maxCost, ...bounds } = boundsOf(flags);
  const tree = requireValid(await session.tree());
  const fixed = { ...(await dependenciesOf(flags, session, context)), candidate: ({ prompt }: Evaluation) => tree.versions.of(prompt) };
  let progress: ReturnType<typeof startProgress> | undefined;
  let spent = 0;
  return {
    async run(evaluations) {
      progress ??= startProgress(context);
      const left = maxCost === undefined ? {} : { maxCost: Math.max(0, maxCost - spent) };
      const request = { evaluations, ...(flags.model !== undefined && { model: flags.model }), ...bounds, ...left };
      try {
        const reports = await evaluate(request, { ...fixed, onRun: progress.onRun, onResult: progress.onResult });
        spent += reports.reduce((sum, { candidate, baseline }) => sum + candidate.cost.spent + (baseline?.cost.spent ?? 0), 0);
        return reports;
      } catch (error) {
        if (fixed.signal.aborted) throw new Failure('interrupted', 'The evaluation was interrupted.');
        throw error;
      }
    },
    end: () => progress?.end(),
  };
}

async function dependenciesOf(flags: EvalFlags, session: Session, context: CliContext) {
  const workspace = await session.workspace();
  const { environments } = workspace.config;
  const state = await makeStateFolder(workspace.root);
  const cache = flags.cache ? fileAnswerCache(join(state, 'cache', 'answers')) : undefined;
  context.defer(() => cache?.close());
  const startedAt = new Date().toISOString().replaceAll(/[:.]/g, '-');
  return {
    model: (evaluation, version) => openEvaluationModel(evaluation, version, flags, workspace, context),
    lock: await session.lock(),
    target: flags.env === undefined ? lastEnvironment(environments) : environmentNamed(environments, flags.env),
    resolve: (id, revision) => resolveReference({ id, revision }, { ...session, registry: session.registryIfConfigured }),
    ...(cache && { cache }),
    record: ({ suite, prompt }, version, reference) => {
      const name = `${startedAt}-${fileName(suite.name)}-${fileName(prompt)}-${fileName(reference)}`;
      return openRunFile(join(state, 'runs'), name, { suite: suite.name, prompt, digest: version.digest, reference });
    },
    clock: Date.now,
    random: Math.random,
    signal: context.interruption(),
  } satisfies Omit<EvaluateDependencies, 'candidate'>;
}

function boundsOf({ concurrency, maxCost }: EvalFlags) {
  return {
    ...(concurrency !== undefined && { concurrency: wholeNumber('--concurrency', concurrency, { from: 1 }) }),
    ...(maxCost !== undefined && { maxCost: positiveNumber('--max-cost', maxCost) }),
  };
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
