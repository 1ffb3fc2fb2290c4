import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { printable } from '../../base/text/printable.ts';
import { modelOf } from '../../evals/runner/case-request.ts';
import type { Model } from '../../evals/runner/model.ts';
import { offlineModel } from '../../evals/runner/offline-model.ts';
import type { Suite } from '../../evals/suite/suite.ts';
import { openModel } from '../../models/open-model.ts';
import { keysAtHand, withoutKeys } from '../../models/providers.ts';
import { recordCassette } from '../../models/replay/recording-model.ts';
import { openTarget, targetSecrets } from '../../models/target/open-target.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import type { Evaluation } from '../../workflows/evaluation/select-evaluations.ts';
import type { Config } from '../../workspace/config/config.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { refuseStrayLink } from '../../workspace/files/stray-link.ts';
import type { CliContext } from '../context.ts';
import { modelAccess } from './model-access.ts';

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
  { suite }: Evaluation,
  version: PromptVersion,
  flags: AnswerFlags,
  workspace: Workspace,
  context: CliContext,
): Promise<Model> {
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

/** Answers out of a file that is committed: a provider is not even looked up. */
function recordedModel(model: string, file: string, shown: string, root: string): Promise<Model> {
  refuseStrayLink(root, file);
  return openModel({ model, providers: {}, environment: {}, cassette: file, cassetteName: shown });
}

async function liveModel(
  model: string,
  { target }: Pick<Suite, 'target'>,
  { record, offline }: AnswerFlags,
  workspace: Workspace,
  context: CliContext,
): Promise<Model> {
  const { globals, variables } = context;
  const access = modelAccess(workspace, context);
  if (offline === true) {
    const environment = withoutKeys(access.providers, access.environment);
    return offlineModel(
      target ? await openTarget(target, { directory: workspace.root, variables }) : await openModel({ model, ...access, environment }),
    );
  }
  const live = target ? await openTarget(target, { directory: workspace.root, variables }) : await openModel({ model, ...access });
  if (record === undefined) return live;
  return recordCassette(live, {
    file: resolve(globals.directory, record),
    note: `Answers of ${model}, recorded by promptlane eval.`,
    secrets: [...keysAtHand(access.providers, access.environment), ...(target ? targetSecrets(target, variables) : [])],
  });
}

/** A name as part of a file name. */
export function fileName(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9.-]+/g, '-');
}
