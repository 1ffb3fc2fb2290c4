import { Failure } from '../../base/failure.ts';
import { type CaseFilter, filteredCases, filterText, isOpenFilter } from '../../evals/dataset/selection/case-filter.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { Tree } from '../versions/tree.ts';
import { affectedSuites, uncovered } from './affected/affected-suites.ts';
import type { BeforeChange } from './affected/before-change.ts';
import type { EarlierCover } from './affected/earlier-suites.ts';
import { type Evaluation, type SelectionPlace, selectEvaluations } from './select-evaluations.ts';

export interface ChoiceRequest {
  /** Suites or prompts; none: all. */
  readonly names: readonly string[];
  /** Only what a change touches. */
  readonly change?: { readonly against: string; readonly before: BeforeChange };
  readonly filter: CaseFilter;
  /** Asked in place of the models of a matrix. */
  readonly model?: string;
}

/** What is run of everything that could be, and why. */
export interface EvaluationChoice {
  readonly selected: readonly ChosenEvaluation[];
  readonly skipped: readonly SkippedEvaluation[];
  /** What a change was measured from; absent: no change was asked for. */
  readonly against?: string;
  /** What suites judged before the change, and no more. */
  readonly gone: readonly EarlierCover[];
}

export interface ChosenEvaluation {
  readonly evaluation: Evaluation;
  /** What of it the change touches; absent where no change was asked for. */
  readonly reason?: string;
}

export interface SkippedEvaluation {
  readonly suite: string;
  readonly prompt: PromptId;
  readonly cell?: string;
  readonly reason: string;
}

/**
 * Chooses evaluations by name, then by what a change touches, then the cases of each.
 *
 * A change that touches nothing chooses nothing. An evaluation of which the filter leaves no case is skipped.
 * @throws Failure what selecting by name throws; `case-unknown` for a filter that no case at all fits, and for an id that none has
 */
export async function chooseEvaluations(
  { names, change, filter, model }: ChoiceRequest,
  { tree, ...place }: { readonly tree: Tree } & Omit<SelectionPlace, 'model'>,
): Promise<EvaluationChoice> {
  const named = await selectEvaluations(names, tree, { ...place, model });
  const touched = change && (await affectedSuites(named, change.before, { tree, root: place.root }));
  const selected = touched?.affected ?? named.map((evaluation) => ({ evaluation }));
  const skipped = touched?.unaffected.map(({ evaluation, reason }) => skippedFor(evaluation, reason)) ?? [];
  const gone = names.length === 0 && change ? uncovered(named, new Set(tree.library.prompts.keys()), change.before.suites) : [];
  const about = { gone, ...(change && { against: change.against }) };
  if (selected.length === 0 || isOpenFilter(filter)) return { selected, skipped, ...about };
  const narrowed = await narrowEach(selected, filter);
  return { ...narrowed, skipped: [...skipped, ...narrowed.skipped], ...about };
}

async function narrowEach(
  chosen: readonly ChosenEvaluation[],
  filter: CaseFilter,
): Promise<Pick<EvaluationChoice, 'selected' | 'skipped'>> {
  const selected: ChosenEvaluation[] = [];
  const skipped: SkippedEvaluation[] = [];
  const text = filterText(filter);
  let missed = filter.ids ?? [];
  for (const one of chosen) {
    const { evaluation } = one;
    const cases = await filteredCases(evaluation.cases, filter, evaluation.suite.seed);
    missed = missed.filter((id) => cases.missed.includes(id));
    if (cases.count === 0) skipped.push(skippedFor(evaluation, `none of its cases fits ${text}`));
    else if (cases.count === evaluation.cases.count) selected.push(one);
    else selected.push({ ...one, evaluation: { ...evaluation, cases, filter: text } });
  }
  if (selected.length === 0) throw new Failure('case-unknown', `No case fits ${text}.`);
  // The others would pass for all that was asked for.
  if (missed.length > 0) throw new Failure('case-unknown', `No case fits ${filterText({ ids: missed })}.`);
  return { selected, skipped };
}

function skippedFor({ suite, prompt }: Evaluation, reason: string): SkippedEvaluation {
  return { suite: suite.name, prompt, ...(suite.cell && { cell: suite.cell.name }), reason };
}
