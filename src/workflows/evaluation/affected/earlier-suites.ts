import { hasErrors } from '../../../base/diagnostic.ts';
import type { Digest } from '../../../base/digest.ts';
import { datasetFormat } from '../../../evals/dataset/dataset-format.ts';
import { parseDatasets } from '../../../evals/dataset/parse-dataset.ts';
import { readSuite } from '../../../evals/suite/read-suite.ts';
import { smokeSuite } from '../../../evals/suite/smoke-suite.ts';
import { coversPrompt, type Suite } from '../../../evals/suite/suite.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { Tree } from '../../versions/tree.ts';
import { type DatasetSources, datasetSources } from '../datasets/dataset-sources.ts';

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

/** Paths of files below a folder. */
export type PathsBelow = (folder: string) => Promise<readonly string[]>;

/** Reads the suites of an earlier tree with the digests of their datasets. Nothing that is wrong there stops anything. */
export async function earlierSuites(tree: Tree, textsAt: TextsAt, pathsBelow: PathsBelow): Promise<EarlierSuites> {
  const read: { readonly path: string; readonly suite: Suite | undefined; readonly sources: DatasetSources }[] = [];
  for (const { path, text } of tree.suites) {
    const { suite } = readSuite({ file: path, text });
    read.push({ path, suite, sources: suite ? await datasetSources(suite, path, pathsBelow) : NO_SOURCES });
  }
  const texts = await textsAt(read.flatMap(({ sources }) => sources.paths));
  const suites = read.map(({ path, suite, sources }): [string, EarlierSuite] => {
    return [path, suite ? { suite, dataset: datasetDigestOf(sources, texts) } : 'unreadable'];
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

const NO_SOURCES: DatasetSources = { paths: [], stored: [], unmatched: [] };

/** Nothing where it cannot be told without asking a registry: then the suite counts as touched. */
function datasetDigestOf({ paths, stored, unmatched }: DatasetSources, texts: ReadonlyMap<string, string>): Digest | undefined {
  if (stored.length > 0 || unmatched.length > 0) return undefined;
  const files = paths.flatMap((file) => {
    const [format, text] = [datasetFormat(file), texts.get(file)];
    return format === undefined || text === undefined ? [] : [{ file, format, text }];
  });
  if (files.length < paths.length) return undefined;
  const { digest, diagnostics } = parseDatasets(files);
  return hasErrors(diagnostics) ? undefined : digest;
}
