import { posix } from 'node:path';
import { hasErrors } from '../../base/diagnostic.ts';
import type { Digest } from '../../base/digest.ts';
import { datasetFormat } from '../../evals/dataset/dataset-format.ts';
import { parseDataset } from '../../evals/dataset/parse-dataset.ts';
import { readSuite } from '../../evals/suite/read-suite.ts';
import { smokeSuite } from '../../evals/suite/smoke-suite.ts';
import { coversPrompt, type Suite } from '../../evals/suite/suite.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { SourceFile } from '../../workspace/files/source-file.ts';
import type { Tree } from '../versions/tree.ts';

/** A suite as it was, or that it could not be read then. */
export type EarlierSuite = { readonly suite: Suite; readonly dataset: Digest | undefined } | 'unreadable';

/** A prompt that a suite was about. */
export interface EarlierCover {
  readonly suite: string;
  readonly file: string;
  readonly prompt: PromptId;
}

/** The suites of an earlier tree by their files; a suite that moved is found by its name. */
export interface EarlierSuites {
  find(suite: { readonly file: string; readonly name: string }): EarlierSuite | undefined;
  readonly covered: readonly EarlierCover[];
}

/** Texts by their paths; what is not there is absent. */
export type TextsAt = (paths: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** Reads the suites of an earlier tree with the digests of their datasets. Nothing that is wrong there stops anything. */
export async function earlierSuites(tree: Tree, textsAt: TextsAt): Promise<EarlierSuites> {
  const read = tree.suites.map((file) => ({ file, suite: readSuite({ file: file.path, text: file.text }).suite }));
  const texts = await textsAt(read.flatMap(({ file, suite }) => (suite ? [datasetPath(file, suite)] : [])));
  const suites = read.map(({ file, suite }): [string, EarlierSuite] => {
    if (!suite) return [file.path, 'unreadable'];
    const path = datasetPath(file, suite);
    return [file.path, { suite, dataset: datasetDigestOf(path, texts.get(path)) }];
  });
  const all = [...suites, ...smokeSuites(tree)];
  const byFile = new Map(all);
  const byName = new Map(all.flatMap(([, found]) => (found === 'unreadable' ? [] : [[found.suite.name, found]])));
  const covered = all.flatMap(([file, found]) => (found === 'unreadable' ? [] : coveredBy(found.suite, file, tree)));
  return { find: ({ file, name }) => byName.get(name) ?? byFile.get(file), covered };
}

function coveredBy(suite: Suite, file: string, { library }: Tree): EarlierCover[] {
  const prompts = [...library.prompts.keys()].filter((id) => coversPrompt(suite, id));
  return prompts.map((prompt) => ({ suite: suite.name, file, prompt }));
}

function smokeSuites({ library }: Tree): [string, EarlierSuite][] {
  return [...library.prompts.values()].flatMap(({ content, source }): [string, EarlierSuite][] => {
    const smoke = smokeSuite(content, source.path);
    return smoke ? [[source.path, { suite: smoke.suite, dataset: smoke.dataset.digest }]] : [];
  });
}

function datasetPath(file: SourceFile, { dataset }: Suite): string {
  return posix.join(posix.dirname(file.path), dataset);
}

function datasetDigestOf(file: string, text: string | undefined): Digest | undefined {
  const format = datasetFormat(file);
  if (text === undefined || format === undefined) return undefined;
  const { digest, diagnostics } = parseDataset({ file, format, text });
  return hasErrors(diagnostics) ? undefined : digest;
}
