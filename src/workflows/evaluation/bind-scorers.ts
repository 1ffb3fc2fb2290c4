import { bindJudge } from '../../evals/scorer/judged/bind-judge.ts';
import { namedJudge } from '../../evals/scorer/judged/named-judge.ts';
import type { ScorerSpec } from '../../evals/scorer/scorer.ts';
import type { Suite } from '../../evals/suite/suite.ts';
import type { Tree } from '../versions/tree.ts';
import { bindScorerFiles } from './scorer-files.ts';

/** Where what scorers name is looked up. */
export interface BindingPlace {
  readonly tree: Pick<Tree, 'library' | 'versions'>;
  /** Absolute. */
  readonly root: string;
  /** `provider/model` that judges where neither a scorer nor its prompt names one. */
  readonly judgeModel?: string | undefined;
}

/**
 * Ties the scorers of a suite to what they name outside of it, as it is now: judge prompts, modules and
 * the files of commands by digest.
 *
 * @throws Failure `suite-invalid` for what is not there
 */
export function bindScorers(suite: Suite, place: BindingPlace): Suite {
  return { ...suite, scorers: suite.scorers.map((spec) => boundScorer(spec, place)) };
}

function boundScorer(spec: ScorerSpec, { tree, root, judgeModel }: BindingPlace): ScorerSpec {
  const named = namedJudge(spec);
  if (named === undefined) {
    const bound = bindScorerFiles(spec, root);
    return bound === undefined ? spec : { ...spec, bound };
  }
  const { library, versions } = tree;
  const prompts = { ids: () => library.prompts.keys(), versionOf: versions.of, defaultModel: judgeModel };
  return { ...spec, bound: bindJudge(spec, named, prompts) };
}
