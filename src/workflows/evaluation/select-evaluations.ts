import type { Diagnostic } from '../../base/diagnostic.ts';
import type { Digest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import { failureOfFindings } from '../../base/finding-failure.ts';
import { byCodePoint } from '../../base/text/code-point-order.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { type CaseSource, casesInMemory } from '../../evals/dataset/case-source.ts';
import { suiteCells } from '../../evals/suite/asked/suite-cells.ts';
import { readSuite } from '../../evals/suite/read-suite.ts';
import { smokeSuite } from '../../evals/suite/smoke-suite.ts';
import { coversPrompt, type Suite } from '../../evals/suite/suite.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { SourceFile } from '../../workspace/files/source-file.ts';
import type { Tree } from '../versions/tree.ts';
import { bindScorers } from './bind-scorers.ts';
import { withUncalibrated } from './calibration/uncalibrated-judges.ts';
import { type DatasetPlace, loadDataset } from './load-dataset.ts';

/** One suite, or one cell of its matrix, on one prompt, with the cases that it selects. */
export interface Evaluation {
  readonly suite: Suite;
  /** What the suite stands in: its own file, or that of the prompt whose `testData` it is. */
  readonly file: string;
  readonly prompt: PromptId;
  readonly cases: CaseSource;
  readonly datasetDigest: Digest;
  /** Rows may hold more than the prompt declares: GitHub Models ignores what it does not know. */
  readonly ignoreExtraInputs: boolean;
  /** Which part of the cases somebody asked for, in words; absent: all that the suite selects. */
  readonly filter?: string;
}

/** Something that can be evaluated: how it is called, and what it comes to once it is opened. */
interface Offer {
  readonly names: readonly string[];
  open(): Promise<readonly Evaluation[]>;
}

/** Where suites are opened, and for which model. */
export interface SelectionPlace extends DatasetPlace {
  /** Asked in place of the models of a matrix. */
  readonly model?: string | undefined;
  /** Judges where neither a scorer nor its prompt names a model. */
  readonly judgeModel?: string | undefined;
}

/**
 * The evaluations that were named, by suite or by prompt; without names, all of them.
 *
 * A prompt's own `testData` and `evaluators` make a smoke suite of the prompt. Only what was named is opened:
 * a broken suite stops nobody who did not ask for it.
 * @throws Failure `suite-invalid` for a suite or dataset with an error, `usage-invalid` for a name that selects
 * nothing and when there is nothing to evaluate: an empty run must never look like a passed one.
 */
export async function selectEvaluations(names: readonly string[], tree: Tree, place: SelectionPlace): Promise<Evaluation[]> {
  const offers = offersOf(tree, place);
  await requireKnown(names, offers);
  const isNamed = (called: readonly string[]) => names.length === 0 || called.some((name) => names.includes(name));
  const opened = await openAll(offers.filter((offer) => isNamed(offer.names)));
  const selected = opened.filter(({ suite, prompt }) => isNamed([suite.name, prompt]));
  if (selected.length === 0) {
    throw new Failure('usage-invalid', 'There is nothing to evaluate.', {
      hint: 'Write a suite (`evals/<name>.eval.yaml`), or give a prompt `testData` and `evaluators`.',
    });
  }
  return selected.sort(byName);
}

/** Every evaluation of a tree; there may be none. @throws Failure `suite-invalid` */
export async function allEvaluations(tree: Tree, place: SelectionPlace): Promise<Evaluation[]> {
  return (await openAll(offersOf(tree, place))).sort(byName);
}

/** One after the other: a dataset may be as large as the disk. */
async function openAll(offers: readonly Offer[]): Promise<Evaluation[]> {
  const opened: Evaluation[] = [];
  for (const offer of offers) opened.push(...(await offer.open()));
  requireOwnNames(opened);
  return opened;
}

/** Reports, runs and evidence call a suite by its name: of two that share one, each could pass for the other. */
function requireOwnNames(evaluations: readonly Evaluation[]): void {
  const files = new Map<string, string>();
  for (const { suite, file } of evaluations) {
    const first = files.get(suite.name) ?? file;
    if (first !== file) {
      throw new Failure('suite-invalid', `Two suites are called "${suite.name}": this one and ${first}.`, {
        where: { file, line: 1, column: 1 },
        hint: 'Give each suite a name of its own.',
      });
    }
    files.set(suite.name, first);
  }
}

function byName(left: Evaluation, right: Evaluation): number {
  return byCodePoint(left.suite.name, right.suite.name) || byCodePoint(left.prompt, right.prompt);
}

function offersOf(tree: Tree, place: SelectionPlace): Offer[] {
  return [...tree.suites.map((file) => suiteOffer(file, tree, place)), ...smokeOffers(tree)];
}

function suiteOffer(file: SourceFile, tree: Tree, place: SelectionPlace): Offer {
  const { library } = tree;
  const { suite, diagnostics } = readSuite({ file: file.path, text: file.text });
  const known = [...library.prompts.keys()];
  const covered = suite ? known.filter((id) => coversPrompt(suite, id)) : [];
  return {
    names: suite ? [suite.name, ...covered] : [],
    async open() {
      requireNoErrors(diagnostics);
      if (!suite) throw new Failure('suite-invalid', `${file.path} is not a suite.`);
      if (covered.length === 0) throw coversNothing(suite, file, known);
      const { cases, digest } = await loadDataset(suite, file, place);
      const asked = { cases, datasetDigest: digest };
      const bound = await withUncalibrated(bindScorers(suite, { tree, ...place }), file.path, place.root);
      const cells = suiteCells(bound, place.model);
      return covered.flatMap((prompt) =>
        cells.map((cell) => ({ suite: cell, file: file.path, prompt, ...asked, ignoreExtraInputs: false })),
      );
    },
  };
}

function smokeOffers({ library }: Tree): Offer[] {
  return [...library.prompts.values()].flatMap(({ id, content, source }): Offer[] => {
    const smoke = smokeSuite(content, source.path);
    if (smoke === undefined) return [];
    const { suite, dataset, diagnostics } = smoke;
    return [
      {
        names: [suite.name, id],
        async open() {
          requireNoErrors([...diagnostics, ...dataset.diagnostics]);
          const { cases, digest } = dataset;
          return [{ suite, file: source.path, prompt: id, cases: casesInMemory(cases), datasetDigest: digest, ignoreExtraInputs: true }];
        },
      },
    ];
  });
}

function requireNoErrors(diagnostics: readonly Diagnostic[]): void {
  const failure = failureOfFindings('suite-invalid', diagnostics);
  if (failure) throw failure;
}

/** A name that nothing answers to may be that of a suite too broken to tell its name; then that is what to say. */
async function requireKnown(names: readonly string[], offers: readonly Offer[]): Promise<void> {
  const known = [...new Set(offers.flatMap((offer) => offer.names))];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  for (const offer of offers) if (offer.names.length === 0) await offer.open();
  throw new Failure('usage-invalid', `There is no suite or evaluated prompt "${unknown}".${didYouMean(unknown, known)}`, {
    hint: `There are ${known.join(', ') || 'none yet'}.`,
  });
}

function coversNothing({ name, prompts: patterns }: Suite, { path }: SourceFile, known: readonly PromptId[]): Failure {
  const [first = ''] = patterns;
  return new Failure('suite-invalid', `The suite "${name}" covers no prompt: ${patterns.join(', ')}.${didYouMean(first, known)}`, {
    where: { file: path, line: 1, column: 1 },
    hint: 'Name prompts of this tree under `prompts`.',
  });
}
