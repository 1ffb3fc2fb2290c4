import { Failure } from '../../base/failure.ts';
import type { CaseFilter } from '../../evals/dataset/selection/case-filter.ts';
import { type Earlier, earlierSide } from '../../workflows/compare/sides/earlier-side.ts';
import { beforeChange, earlierCommit } from '../../workflows/evaluation/affected/before-change.ts';
import { type ChoiceRequest, chooseEvaluations, type EvaluationChoice } from '../../workflows/evaluation/choose-evaluations.ts';
import { requireValid } from '../../workflows/versions/tree.ts';
import type { CommitId } from '../../workspace/git/git.ts';
import type { CliContext } from '../context.ts';
import { wholeNumber } from '../program/flag-values.ts';
import { comparisonDependencies } from '../session/comparison-dependencies.ts';
import type { Session } from '../session/session.ts';
import { openStoredDatasets } from './stored-datasets.ts';

/** The flags that say which cases are asked. */
export interface CaseFlags {
  readonly tag?: readonly string[];
  readonly filter?: string;
  readonly case?: readonly string[];
  readonly limit?: string;
  readonly sample?: string;
}

/** The flags that say what of all suites and cases is run. */
export interface ChoiceFlags extends CaseFlags {
  readonly changed: boolean;
  readonly against?: string;
  readonly model?: string;
}

/** Chooses what to run, by names and flags. @throws Failure `usage-invalid`, and what choosing throws */
export async function chosenEvaluations(
  names: readonly string[],
  flags: ChoiceFlags,
  session: Session,
  context: CliContext,
): Promise<EvaluationChoice> {
  const filter = filterOf(flags);
  const tree = requireValid(await session.tree());
  const { root, config } = await session.workspace();
  const change = flags.changed || flags.against !== undefined ? await changeOf(flags, session, context) : undefined;
  const { model } = flags;
  return chooseEvaluations(
    { names, filter, ...(model !== undefined && { model }), ...(change && { change }) },
    { tree, root, stored: openStoredDatasets(session), judgeModel: config.models.default },
  );
}

/** @throws Failure `usage-invalid` for a filter that says nothing */
function filterOf({ tag, filter, case: ids, limit, sample }: CaseFlags): CaseFilter {
  if (filter !== undefined && filter.trim() === '') throw new Failure('usage-invalid', '--filter is empty.');
  return {
    ...(tag !== undefined && { tags: tag }),
    ...(filter !== undefined && { text: filter.trim() }),
    ...(ids !== undefined && { ids }),
    ...(limit !== undefined && { limit: wholeNumber('--limit', limit, { from: 1 }) }),
    ...(sample !== undefined && { sample: wholeNumber('--sample', sample, { from: 1 }) }),
  };
}

async function changeOf({ against }: ChoiceFlags, session: Session, context: CliContext): Promise<NonNullable<ChoiceRequest['change']>> {
  const { config } = await session.workspace();
  const dependencies = { ...comparisonDependencies(context, session), git: session.git };
  const earlier = await earlierSide(against === undefined ? {} : { against }, config, dependencies);
  const commit = await earlierCommit(earlier, undefined, await session.git());
  const before = await beforeChange(earlier, commit, { git: session.git, treeAt: session.treeAt });
  return { against: againstText(earlier, commit), before };
}

/** Pins name contents of prompts and no commit, so suites and datasets are measured from another place than the prompts. */
function againstText({ side, environment, revision }: Earlier, commit: CommitId | undefined): string {
  if (environment === undefined) return revision ?? side.name;
  return `${side.name} (suites and datasets: ${commit === undefined ? 'not known' : `since ${commit.slice(0, 12)}`})`;
}
