import type { Digest } from '../../base/digest.ts';
import { compareCases } from '../comparison/compare-cases.ts';
import type { CaseComparison } from '../comparison/comparison.ts';
import { scoredCases } from '../comparison/scored-cases.ts';
import type { EvalCase } from '../dataset/eval-case.ts';
import type { CaseResult } from '../run.ts';
import type { EvalReport } from './eval-report.ts';

/** A case as reports show it: what was asked and expected, and where the row stands, is known where the dataset is at hand. */
export type ReportedCase = Pick<EvalCase, 'id' | 'label' | 'tags' | 'group'> &
  Partial<Pick<EvalCase, 'inputs' | 'expected' | 'where'>> & { readonly caseId: string };

/** One case with all that was answered to it; samples in their order, and none where a side did not answer. */
export interface CaseRecord {
  readonly case: ReportedCase;
  readonly candidate: readonly CaseResult[];
  readonly baseline: readonly CaseResult[];
  /** Only the baseline had it. */
  readonly isRemoved?: true;
}

/** An evaluation with every case of it: what the formats are made of that show single answers. */
export interface ReportedEvaluation {
  readonly report: EvalReport;
  /** Where the suite stands, relative to the workspace: its own file, or that of the prompt whose `testData` it is. Absent where only runs are at hand. */
  readonly file?: string;
  /** From the top of the repository down to the workspace, with a slash at the end; empty where they are one. */
  readonly prefix: string;
  /** In the order of the dataset; can be read any number of times. */
  readonly records: () => AsyncIterable<CaseRecord>;
}

/** What came of a run, in any order; can be read any number of times. */
export type ReadResults = () => AsyncIterable<CaseResult>;

/** Cases held at once: 10,000 are joined in one pass over the results, and a million in fifty. */
const HELD = 20_000;

/**
 * Joins cases with what two runs say of them, in the order of the dataset.
 *
 * Memory does not grow with the cases: so many are held at once, and the results are read again for the next ones.
 */
export async function* caseRecords(
  cases: AsyncIterable<ReportedCase>,
  candidate: ReadResults,
  baseline: ReadResults | undefined,
  held = HELD,
): AsyncGenerator<CaseRecord> {
  let waiting = new Map<string, ReportedCase>();
  for await (const evalCase of cases) {
    waiting.set(evalCase.caseId, evalCase);
    if (waiting.size < held) continue;
    yield* joined(waiting, candidate, baseline);
    waiting = new Map();
  }
  if (waiting.size > 0) yield* joined(waiting, candidate, baseline);
}

async function* joined(cases: ReadonlyMap<string, ReportedCase>, candidate: ReadResults, baseline: ReadResults | undefined) {
  const now = await resultsOf(cases, candidate);
  const before = baseline ? await resultsOf(cases, baseline) : new Map<string, CaseResult[]>();
  for (const [caseId, evalCase] of cases) {
    yield { case: evalCase, candidate: now.get(caseId) ?? [], baseline: before.get(caseId) ?? [] };
  }
}

async function resultsOf(cases: ReadonlyMap<string, ReportedCase>, read: ReadResults): Promise<Map<string, CaseResult[]>> {
  const found = new Map<string, CaseResult[]>();
  for await (const result of read()) {
    if (!cases.has(result.caseId)) continue;
    const samples = found.get(result.caseId);
    if (samples) samples.push(result);
    else found.set(result.caseId, [result]);
  }
  for (const samples of found.values()) samples.sort((left, right) => left.sample - right.sample);
  return found;
}

/** The cases that a run answered, in the order of its answers: where no dataset is at hand. */
export async function* answeredCases(read: ReadResults): AsyncGenerator<ReportedCase> {
  const seen = new Set<string>();
  for await (const { caseId, label, tags, group } of read()) {
    if (seen.has(caseId)) continue;
    seen.add(caseId);
    yield { caseId, id: caseId.replace(/^sha256:/, '').slice(0, 12), label, tags, ...(group !== undefined && { group }) };
  }
}

/**
 * The cases that only an earlier run answered, after those that there are now.
 *
 * Holds the ids of all cases: to be asked for where the datasets differ.
 */
export async function* withRemovedCases(records: AsyncIterable<CaseRecord>, baseline: ReadResults): AsyncGenerator<CaseRecord> {
  const known = new Set<string>();
  for await (const record of records) {
    known.add(record.case.caseId);
    yield record;
  }
  for await (const removed of caseRecords(others(answeredCases(baseline), known), nothing, baseline)) yield { ...removed, isRemoved: true };
}

async function* others(cases: AsyncIterable<ReportedCase>, known: ReadonlySet<string>): AsyncGenerator<ReportedCase> {
  for await (const one of cases) if (!known.has(one.caseId)) yield one;
}

async function* nothing(): AsyncGenerator<CaseResult> {}

/** How one case moved under each scorer of a report, in their order. Without a baseline every case is `new`, or `errored`. */
export function caseChanges({ candidate, baseline }: CaseRecord, { scorers }: Pick<EvalReport, 'scorers'>): (CaseComparison | undefined)[] {
  const subject = { scorers: new Map<string, Digest>(scorers.map(({ scorer, digest }) => [scorer, digest])) };
  const now = scoredCases({ subject, results: candidate });
  const before = scoredCases({ subject, results: baseline });
  return scorers.map(({ scorer }) => compareCases(now.get(scorer) ?? [], before.get(scorer) ?? [])[0]);
}
