import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure } from '../base/failure.ts';
import type { EvalReport } from '../evals/report/eval-report.ts';
import { modelOf } from '../evals/runner/case-request.ts';
import type { Model } from '../evals/runner/model.ts';
import { openModel } from '../models/open-model.ts';
import { keysAtHand } from '../models/providers.ts';
import { recordCassette } from '../models/replay/recording-model.ts';
import type { PromptVersion } from '../prompt/version.ts';
import { evaluate } from '../workflows/evaluation/evaluate.ts';
import { type Evaluation, selectEvaluations } from '../workflows/evaluation/select-evaluations.ts';
import { environmentNamed, lastEnvironment } from '../workflows/release/environments.ts';
import { resolveReference } from '../workflows/versions/resolve-reference.ts';
import { requireValid } from '../workflows/versions/tree.ts';
import { fileAnswerCache } from '../workspace/cache/answer-cache.ts';
import type { Workspace } from '../workspace/config/workspace.ts';
import { refuseStrayLink } from '../workspace/files/stray-link.ts';
import { openRunFile } from '../workspace/runs/run-file.ts';
import { makeStateFolder } from '../workspace/state-folder.ts';
import type { CliContext } from './context.ts';
import { positiveNumber, wholeNumber } from './flag-values.ts';
import type { Session } from './session/session.ts';
import { printable } from './terminal/printable.ts';

export interface EvalFlags {
  readonly env?: string;
  readonly model?: string;
  readonly cassette?: string;
  readonly record?: string;
  readonly concurrency?: string;
  readonly maxCost?: string;
  readonly cache: boolean;
}

/** Wires an evaluation to this machine: models, answer cache, run files, progress. */
export async function runEvaluations(
  names: readonly string[],
  flags: EvalFlags,
  session: Session,
  context: CliContext,
): Promise<EvalReport[]> {
  const bounds = boundsOf(flags);
  const workspace = await session.workspace();
  const tree = requireValid(await session.tree());
  const { environments } = workspace.config;
  const target = flags.env === undefined ? lastEnvironment(environments) : environmentNamed(environments, flags.env);
  const state = await makeStateFolder(workspace.root);
  const cache = flags.cache ? fileAnswerCache(join(state, 'cache', 'answers')) : undefined;
  context.defer(() => cache?.close());
  const startedAt = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const evaluations = selectEvaluations(names, tree, workspace.root);
  const progress = startProgress(context);
  const signal = context.interruption();
  try {
    return await evaluate(
      {
        evaluations,
        ...(flags.model !== undefined && { model: flags.model }),
        ...bounds,
      },
      {
        candidate: ({ prompt }) => tree.versions.of(prompt),
        model: (evaluation, version) => modelFor(evaluation, version, flags, workspace, context),
        lock: await session.lock(),
        target,
        resolve: (id, revision) => resolveReference({ id, revision }, { ...session, registry: session.registryIfConfigured }),
        ...(cache && { cache }),
        record: ({ suite, prompt }, version, reference) => {
          const name = `${startedAt}-${fileName(suite.name)}-${fileName(prompt)}-${fileName(reference)}`;
          return openRunFile(join(state, 'runs'), name, { suite: suite.name, prompt, digest: version.digest, reference });
        },
        clock: Date.now,
        random: Math.random,
        signal,
        ...progress,
      },
    );
  } catch (error) {
    if (signal.aborted) throw new Failure('interrupted', 'The evaluation was interrupted.');
    throw error;
  } finally {
    progress.end();
  }
}

function boundsOf({ concurrency, maxCost }: EvalFlags) {
  return {
    ...(concurrency !== undefined && { concurrency: wholeNumber('--concurrency', concurrency, { from: 1 }) }),
    ...(maxCost !== undefined && { maxCost: positiveNumber('--max-cost', maxCost) }),
  };
}

/** The provider, unless answers are recorded: in a named cassette, or in the suite's own when the provider has no key here. */
async function modelFor(
  { suite }: Evaluation,
  version: PromptVersion,
  flags: EvalFlags,
  { root, config }: Workspace,
  { globals, variables, terminal }: CliContext,
): Promise<Model> {
  const model = modelOf(suite, version);
  const providers = Object.fromEntries(config.models.providers);
  const named = flags.cassette === undefined ? undefined : resolve(globals.directory, flags.cassette);
  if (named !== undefined) {
    refuseStrayLink(root, named);
    return openModel({ model, providers, environment: variables, cassette: named });
  }
  try {
    const live = await openModel({ model, providers, environment: variables });
    if (flags.record === undefined) return live;
    return recordCassette(live, {
      file: resolve(globals.directory, flags.record),
      note: `Answers of ${model}, recorded by promptlane eval.`,
      secrets: keysAtHand(providers, variables),
    });
  } catch (error) {
    const recorded = join(config.cassettes, `${fileName(suite.name)}.jsonl`);
    const isReplaceable = error instanceof Failure && error.code === 'model-unreachable' && flags.record === undefined;
    if (!isReplaceable || !existsSync(join(root, recorded))) throw error;
    refuseStrayLink(root, join(root, recorded));
    terminal.note(printable(`${error.message} Recorded answers are used instead: ${recorded}`));
    return openModel({ model, providers, environment: variables, cassette: join(root, recorded) });
  }
}

/** One line of progress for all runs; each sample moves it. */
function startProgress({ terminal }: CliContext) {
  let label = 'Evaluating';
  let answered = 0;
  const progress = terminal.progress(label);
  return {
    onRun({ suite, prompt, cases }: Evaluation, reference: string) {
      label = printable(`${suite.name}: ${prompt}@${reference}, ${cases.length * suite.repeat} answers`);
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

function fileName(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9.-]+/g, '-');
}
