import { type Diagnostic, hasErrors } from '../../../base/diagnostic.ts';
import { Failure } from '../../../base/failure.ts';
import type { CaseSource } from '../../../evals/dataset/case-source.ts';
import { lintCases } from '../../../evals/dataset/lint/lint-cases.ts';
import { scanDataset } from '../../../evals/dataset/scan-dataset.ts';
import { preflight } from '../../../evals/runner/preflight.ts';
import type { ScorerSpec } from '../../../evals/scorer/scorer.ts';
import { scorerFor } from '../../../evals/scorer/scorer-for.ts';
import { coversPrompt, type Suite } from '../../../evals/suite/suite.ts';
import type { PromptVersion } from '../../../prompt/version.ts';
import { temporarySpill } from '../../../workspace/datasets/temporary-spill.ts';
import { type CheckOutcome, checkedFiles } from '../../authoring/check.ts';
import type { Tree } from '../../versions/tree.ts';
import { type BindingPlace, bindScorers } from '../bind-scorers.ts';
import type { DatasetFile } from './read-datasets.ts';

/**
 * Finds what is wrong with datasets, and what makes their cases worth less than they look.
 *
 * Where suites ask a dataset, every case is rendered with their prompts and shown to their scorers as well: what `eval` would
 * refuse is found here.
 */
export async function lintDatasets(datasets: readonly DatasetFile[], tree: Tree, root: string): Promise<CheckOutcome> {
  const diagnostics: Diagnostic[] = [];
  for (const { path, rows, suites } of datasets) {
    const asked = suites.map((suite) => ({ suite, versions: coveredBy(suite, tree) }));
    const versions = [...new Map(asked.flatMap((one) => one.versions).map((version) => [version.id, version])).values()];
    const { scanned, findings } = await lintRows({ path, rows }, versions);
    diagnostics.push(...scanned.diagnostics, ...findings);
    // Rows that cannot be read would only be reported again.
    if (hasErrors(scanned.diagnostics)) continue;
    for (const one of asked)
      for (const version of one.versions)
        diagnostics.push(...(await unaskable(one.suite, version, scanned.selected, { tree, root, judgeModel: NO_MODEL })));
  }
  return checkedFiles(unique(diagnostics), datasets.length);
}

async function lintRows({ path, rows }: Pick<DatasetFile, 'path' | 'rows'>, versions: readonly PromptVersion[]) {
  const linting = lintCases(versions, temporarySpill);
  try {
    const scanned = await scanDataset([rows], { onCase: (evalCase) => linting.add(evalCase), openSpill: temporarySpill });
    return { scanned, findings: linting.end(path, scanned) };
  } finally {
    linting.close();
  }
}

function coveredBy(suite: Suite, { library, versions }: Tree): PromptVersion[] {
  return [...library.prompts.keys()].filter((id) => coversPrompt(suite, id)).map((id) => versions.of(id));
}

/** Nobody is asked; that a suite has no model is for `check` and `eval` to say. */
const NO_MODEL = 'none/none';

function unaskable(suite: Suite, version: PromptVersion, cases: CaseSource, place: BindingPlace): Promise<readonly Diagnostic[]> {
  const model = suite.model ?? version.content.model ?? NO_MODEL;
  return preflight({ version }, cases, boundScorers(suite, place).map(scorerFor), model);
}

/** What a scorer names and is not there is for `eval` to say: it is no fault of the cases. */
function boundScorers(suite: Suite, place: BindingPlace): readonly ScorerSpec[] {
  return suite.scorers.flatMap((spec) => {
    try {
      return bindScorers({ ...suite, scorers: [spec] }, place).scorers;
    } catch (error) {
      if (error instanceof Failure) return [];
      throw error;
    }
  });
}

/** Two suites that ask one dataset find the same. */
function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [`${one.file}:${one.range.line} ${one.rule} ${one.message}`, one])).values()];
}
