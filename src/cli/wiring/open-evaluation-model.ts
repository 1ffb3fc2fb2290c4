import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { printable } from '../../base/text/printable.ts';
import { offlineModel } from '../../evals/runner/cache/offline-model.ts';
import type { Model } from '../../evals/runner/model.ts';
import { modelOf } from '../../evals/runner/request/case-request.ts';
import type { Suite } from '../../evals/suite/suite.ts';
import { embeddingModel } from '../../models/embeddings/embedding-model.ts';
import { openEmbedder } from '../../models/open-embedder.ts';
import { openModel } from '../../models/open-model.ts';
import { keysAtHand, withoutKeys } from '../../models/providers.ts';
import { openRecording } from '../../models/replay/recording-model.ts';
import { openTarget, targetSecrets } from '../../models/target/open-target.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import type { EvaluationModel } from '../../workflows/evaluation/run-evaluation.ts';
import type { Evaluation } from '../../workflows/evaluation/select-evaluations.ts';
import type { Config } from '../../workspace/config/config.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { refuseStrayLink } from '../../workspace/files/stray-link.ts';
import type { CliContext } from '../context.ts';
import { modelAccess } from './model-access.ts';
import { openScoringModels } from './scoring-models.ts';

/** Whose answers an evaluation takes. */
export interface AnswerFlags {
  readonly cassette?: string;
  readonly record?: string;
  /** Take recorded answers only: no provider is asked, and no key is looked up. */
  readonly recordedOnly?: boolean;
  /** Take answers of the cache and of cassettes only. */
  readonly offline?: boolean;
}

/** The provider, unless answers are recorded: in a named cassette, or in the suite's own when the provider has no key here. */
export async function openEvaluationModel(
  { suite }: Pick<Evaluation, 'suite'>,
  version: PromptVersion,
  flags: AnswerFlags,
  workspace: Workspace,
  context: CliContext,
): Promise<EvaluationModel> {
  const { root, config } = workspace;
  const model = modelOf(suite, version);
  if (flags.cassette !== undefined) return recordedModel(model, resolve(context.globals.directory, flags.cassette), flags.cassette, root);
  const recorded = suiteCassette(suite, config);
  const isRecorded = existsSync(join(root, recorded));
  if (flags.recordedOnly === true) {
    if (isRecorded) return recordedModel(model, join(root, recorded), recorded, root);
    throw new Failure('answer-not-recorded', `There are no recorded answers: ${recorded} is not there.`, {
      hint: 'Have someone who may ask a provider run the suite, or record it with `promptlane eval --record FILE`.',
    });
  }
  try {
    return await liveModel(model, suite, flags, workspace, context);
  } catch (error) {
    const isReplaceable = error instanceof Failure && error.code === 'model-unreachable' && flags.record === undefined;
    if (!isReplaceable || !isRecorded) throw error;
    context.terminal.note(printable(`${error.message} Recorded answers are used instead: ${recorded}`));
    return recordedModel(model, join(root, recorded), recorded, root);
  }
}

/** Where the recorded answers of a suite are, below the root of the workspace. */
export function suiteCassette({ name }: Pick<Suite, 'name'>, { cassettes }: Pick<Config, 'cassettes'>): string {
  return join(cassettes, `${fileName(name)}.jsonl`);
}

/** Answers out of a file that is committed, those of judges too: a provider is not even looked up. */
async function recordedModel(model: string, file: string, shown: string, root: string): Promise<EvaluationModel> {
  refuseStrayLink(root, file);
  const recorded = await openModel({ model, providers: {}, environment: {}, cassette: file, cassetteName: shown });
  const same = async () => recorded;
  return { ...recorded, scoringModels: { judge: same, embedder: same } };
}

async function liveModel(
  model: string,
  suite: Suite,
  { record, offline = false }: AnswerFlags,
  workspace: Workspace,
  context: CliContext,
): Promise<EvaluationModel> {
  const { globals, variables } = context;
  const { target } = suite;
  const given = modelAccess(workspace, context);
  const access = offline ? { ...given, environment: withoutKeys(given.providers, given.environment) } : given;
  const unasked = (live: Model) => (offline ? offlineModel(live) : live);
  const live = unasked(target ? await openTarget(target, { directory: workspace.root, variables }) : await openModel({ model, ...access }));
  const recording =
    record === undefined
      ? undefined
      : await openRecording({
          file: resolve(globals.directory, record),
          note: `Answers of ${model}, recorded by promptlane eval.`,
          secrets: [...keysAtHand(given.providers, given.environment), ...(target ? targetSecrets(target, variables) : [])],
        });
  const kept = (opened: Model) => recording?.of(unasked(opened)) ?? unasked(opened);
  const closeOwn = async () => {
    await recording?.close();
    await live.close();
  };
  try {
    const scoringModels = await openScoringModels(suite, {
      judge: async (judge) => kept(await openModel({ model: judge, ...access })),
      embedder: async (embedder) => kept(embeddingModel(await openEmbedder({ model: embedder, ...access }))),
    });
    const close = async () => {
      await scoringModels.close();
      await closeOwn();
    };
    return { ...(recording?.of(live) ?? live), scoringModels, close };
  } catch (error) {
    await closeOwn();
    throw error;
  }
}

/** A name as part of a file name. */
export function fileName(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9.-]+/g, '-');
}
