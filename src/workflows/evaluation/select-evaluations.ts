import { byCodePoint } from '../../base/code-point-order.ts';
import { type Diagnostic, placeOf } from '../../base/diagnostic.ts';
import type { Digest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import { didYouMean } from '../../base/suggest.ts';
import type { EvalCase } from '../../evals/dataset/eval-case.ts';
import { selectCases } from '../../evals/dataset/select-cases.ts';
import { readSuite } from '../../evals/suite/read-suite.ts';
import { smokeSuite } from '../../evals/suite/smoke-suite.ts';
import { coversPrompt, type Suite } from '../../evals/suite/suite.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { SourceFile } from '../../workspace/files/source-file.ts';
import type { Tree } from '../versions/tree.ts';
import { type LoadedDataset, loadDataset } from './load-dataset.ts';

/** One suite on one prompt, with the cases that it selects. */
export interface Evaluation {
  readonly suite: Suite;
  readonly prompt: PromptId;
  readonly cases: readonly EvalCase[];
  readonly datasetDigest: Digest;
  /** Rows may hold more than the prompt declares: GitHub Models ignores what it does not know. */
  readonly ignoreExtraInputs: boolean;
}

/**
 * The evaluations that were named, by suite or by prompt; without names, all of them.
 *
 * A prompt's own `testData` and `evaluators` make a smoke suite of the prompt's id.
 * @throws Failure `suite-invalid` for a suite or dataset with an error, `usage-invalid` for a name that selects
 * nothing and when there is nothing to evaluate: an empty run must never look like a passed one.
 */
export function selectEvaluations(names: readonly string[], tree: Tree, root: string): Evaluation[] {
  const prompts = [...tree.library.prompts.keys()];
  const suites = tree.suites.map((file) => ({ file, suite: validSuite(file) }));
  const datasets = new Map<string, LoadedDataset>();
  const written = suites.flatMap(({ file, suite }) => {
    const covered = prompts.filter((id) => coversPrompt(suite, id));
    if (covered.length === 0) throw coversNothing(suite, file, prompts);
    const dataset = datasets.get(suite.dataset) ?? loadDataset(suite.dataset, file, root);
    datasets.set(`${file.path}:${suite.dataset}`, dataset);
    const cases = selectCases(dataset.cases, suite.selection, suite.seed);
    return covered.map((prompt): Evaluation => ({ suite, prompt, cases, datasetDigest: dataset.digest, ignoreExtraInputs: false }));
  });
  const all = [...written, ...smokeEvaluations(tree)];
  const selected = names.length === 0 ? all : all.filter(({ suite, prompt }) => names.includes(suite.name) || names.includes(prompt));
  requireSelected(names, all, selected);
  return selected.sort((left, right) => byCodePoint(left.suite.name, right.suite.name) || byCodePoint(left.prompt, right.prompt));
}

function smokeEvaluations({ library }: Tree): Evaluation[] {
  return [...library.prompts.values()].flatMap(({ id, content, source }): Evaluation[] => {
    const smoke = smokeSuite(content, source.path);
    if (smoke === undefined) return [];
    const { suite, dataset, diagnostics } = smoke;
    requireNoErrors([...diagnostics, ...dataset.diagnostics]);
    return [{ suite, prompt: id, cases: dataset.cases, datasetDigest: dataset.digest, ignoreExtraInputs: true }];
  });
}

function validSuite(file: SourceFile): Suite {
  const { suite, diagnostics } = readSuite({ file: file.path, text: file.text });
  requireNoErrors(diagnostics);
  if (suite) return suite;
  throw new Failure('suite-invalid', `${file.path} is not a suite.`);
}

function requireNoErrors(diagnostics: readonly Diagnostic[]): void {
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error) throw new Failure('suite-invalid', error.message, { where: placeOf(error), details: { diagnostics } });
}

function coversNothing({ name, prompts: patterns }: Suite, { path }: SourceFile, known: readonly PromptId[]): Failure {
  const [first = ''] = patterns;
  return new Failure('suite-invalid', `The suite "${name}" covers no prompt: ${patterns.join(', ')}.${didYouMean(first, known)}`, {
    where: { file: path, line: 1, column: 1 },
    hint: 'Name prompts of this tree under `prompts`.',
  });
}

function requireSelected(names: readonly string[], all: readonly Evaluation[], selected: readonly Evaluation[]): void {
  const known = [...new Set(all.flatMap(({ suite, prompt }) => [suite.name, prompt]))];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Failure('usage-invalid', `There is no suite or evaluated prompt "${unknown}".${didYouMean(unknown, known)}`, {
      hint: `There are ${known.join(', ') || 'none yet'}.`,
    });
  if (selected.length > 0) return;
  throw new Failure('usage-invalid', 'There is nothing to evaluate.', {
    hint: 'Write a suite (`evals/<name>.eval.yaml`), or give a prompt `testData` and `evaluators`.',
  });
}
