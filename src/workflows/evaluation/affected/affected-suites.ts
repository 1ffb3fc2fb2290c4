import { canonicalJson } from '../../../base/json/canonical-json.ts';
import { scorerDigest } from '../../../evals/scorer/scorer-for.ts';
import { declaredSuite } from '../../../evals/suite/asked/suite-cells.ts';
import { type Suite, suiteDigest } from '../../../evals/suite/suite.ts';
import { promptNormalForm } from '../../../prompt/digest/normal-form.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { PromptVersion, Versioned } from '../../../prompt/version.ts';
import type { Tree } from '../../versions/tree.ts';
import type { Evaluation } from '../select-evaluations.ts';
import type { BeforeChange } from './before-change.ts';
import type { EarlierCover, EarlierSuites } from './earlier-suites.ts';
import { usedFiles } from './used-files.ts';

/** An evaluation, and what of it a change touches, in words. */
export interface JudgedEvaluation {
  readonly evaluation: Evaluation;
  readonly reason: string;
}

export interface AffectedSuites {
  readonly affected: readonly JudgedEvaluation[];
  readonly unaffected: readonly JudgedEvaluation[];
}

/** What a suite judged before, of the prompts that are still there, and judges no more: nobody would hear of it otherwise. */
export function uncovered(
  evaluations: readonly Evaluation[],
  prompts: ReadonlySet<PromptId>,
  earlier: EarlierSuites | undefined,
): EarlierCover[] {
  const isJudged = ({ suite, file, prompt }: EarlierCover) =>
    evaluations.some((one) => one.prompt === prompt && (one.suite.name === suite || one.file === file));
  return (earlier?.covered ?? []).filter((cover) => prompts.has(cover.prompt) && !isJudged(cover));
}

const UNTOUCHED = 'its prompt, suite, dataset and scorers are as before';

/** What evaluations are looked up in. */
export interface AffectedDependencies {
  readonly tree: Pick<Tree, 'library' | 'versions'>;
  /** Absolute. */
  readonly root: string;
}

/** Parts evaluations into those that a change touches, each with why, and those whose answer it cannot change. */
export async function affectedSuites(
  evaluations: readonly Evaluation[],
  before: BeforeChange,
  { tree, root }: AffectedDependencies,
): Promise<AffectedSuites> {
  const affected: JudgedEvaluation[] = [];
  const unaffected: JudgedEvaluation[] = [];
  for (const evaluation of evaluations) {
    const reasons = [
      ...(await promptReasons(tree.versions.of(evaluation.prompt), before.side)),
      ...suiteReasons(evaluation, before.suites),
      ...judgeReasons(evaluation.suite, before.side, tree),
      ...(await fileReasons(evaluation, before, root)),
    ];
    if (reasons.length > 0) affected.push({ evaluation, reason: reasons.join('; ') });
    else unaffected.push({ evaluation, reason: UNTOUCHED });
  }
  return { affected, unaffected };
}

async function promptReasons(version: PromptVersion, side: BeforeChange['side']): Promise<string[]> {
  const { id, digest } = version;
  const earlier = side.digests.get(id);
  if (earlier === digest) return [];
  if (earlier === undefined) return [side.unreadable.has(id) ? 'the prompt was invalid before' : 'the prompt is new'];
  const { version: before } = await side.load(id);
  const shared = [
    ...differing(before.partials, version.partials).map((name) => `its partial ${name} changed`),
    ...differing(before.guardrailSets, version.guardrailSets).map((name) => `its guardrail set ${name} changed`),
  ];
  return isSame(before, version) && shared.length > 0 ? shared : ['the prompt changed', ...shared];
}

/** True when the file of the prompt itself says the same as before. */
function isSame(before: PromptVersion, after: PromptVersion): boolean {
  const own = ({ content }: PromptVersion) => canonicalJson(promptNormalForm(content, new Map(), new Map()));
  return own(before) === own(after);
}

function differing(before: ReadonlyMap<string, Versioned<unknown>>, after: ReadonlyMap<string, Versioned<unknown>>): string[] {
  return [...after.keys()].filter((id) => before.get(id)?.digest !== after.get(id)?.digest);
}

function suiteReasons({ suite, file, datasetDigest }: Evaluation, earlier: EarlierSuites | undefined): string[] {
  if (!earlier) return ['it is not known how the suite and its dataset were before'];
  const before = earlier.find({ file, name: suite.name });
  if (before === undefined) return ['the suite is new'];
  if (before === 'unreadable') return ['the suite was invalid before'];
  return [...askedReasons(before.suite, suite), ...(before.dataset === datasetDigest ? [] : ['its dataset changed'])];
}

/** Prompts that judge answers; a ready one of Promptlane is no file of the workspace. */
function judgeReasons({ scorers }: Suite, { digests }: BeforeChange['side'], { library }: AffectedDependencies['tree']): string[] {
  const judges = scorers.flatMap(({ bound }) => bound?.judge ?? []).filter(({ id }) => library.prompts.has(id));
  const changed = judges.filter(({ id, digest }) => digests.get(id) !== digest);
  return [...new Set(changed.map(({ id }) => `its judge ${id} changed`))];
}

async function fileReasons({ suite, file }: Evaluation, { textsAt }: BeforeChange, root: string): Promise<string[]> {
  const files = textsAt ? usedFiles(suite, file, root) : [];
  if (files.length === 0 || !textsAt) return [];
  const earlier = await textsAt(files.map(({ path }) => path));
  return files.filter(({ path, text }) => earlier.get(path) !== text).map(({ path }) => `its file ${path} changed`);
}

/** As its file says it: what scorers are bound to is compared by itself. */
function asWritten(suite: Suite): Suite {
  return { ...declaredSuite(suite), scorers: suite.scorers.map(({ bound: _, ...spec }) => spec) };
}

function askedReasons(earlier: Suite, now: Suite): string[] {
  const [before, after] = [asWritten(earlier), asWritten(now)];
  if (suiteDigest(before) === suiteDigest(after)) return [];
  const scorers = ({ scorers: specs }: Suite) => specs.map((spec) => `${spec.id} ${scorerDigest(spec)}`).join('\n');
  return scorers(before) === scorers(after) ? ['the suite changed'] : ['its scorers changed'];
}
