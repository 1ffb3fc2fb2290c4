import type { Json } from '../../../../base/json/canonical-json.ts';
import type { CaseChange, ScorerComparison } from '../../../comparison/comparison.ts';
import type { EvalReport, ScorerReport } from '../../eval-report.ts';
import type { RunReport } from '../../run-report.ts';

/** What the page of an evaluation shows: written by `htmlReport`, read by `src/web/eval-report`. */
export interface PageEvaluation {
  readonly report: PageReport;
  readonly cases: readonly PageCase[];
  /** What the bounds of the file left out. */
  readonly leftOut: LeftOut;
}

export interface LeftOut {
  /** Cases that have a row, but no texts. */
  readonly texts: number;
  /** Cases that have no row. */
  readonly cases: number;
}

/** A report without the lists of cases, which the page makes of the cases themselves. */
export interface PageReport extends Omit<EvalReport, 'candidate' | 'baseline' | 'scorers'> {
  readonly candidate: PageRun;
  readonly baseline: PageRun | null;
  readonly scorers: readonly PageScorer[];
}

export interface PageRun extends Omit<RunReport, 'errors'> {
  /** How many results have an error. */
  readonly errors: number;
}

export interface PageScorer extends Omit<ScorerReport, 'failures' | 'comparison'> {
  readonly failures: number;
  readonly comparison?: Pick<ScorerComparison, 'counts' | 'statistics'> & { readonly newFailures: number; readonly newPasses: number };
}

/** A text as the page holds it. */
export interface PageText {
  readonly text: string;
  /** How many characters of its end were left out. */
  readonly cut?: number;
}

export interface PageCase {
  readonly id: string;
  readonly caseId: string;
  readonly label: string;
  readonly tags: readonly string[];
  readonly group?: string;
  /** `file:line`. */
  readonly place?: string;
  /** One for each scorer of the report, in their order. */
  readonly verdicts: readonly PageVerdict[];
  readonly spent: Spent;
  /** Of the baseline. */
  readonly spentBefore: Spent;
  /** Absent where the texts were left out. */
  readonly texts?: CaseTexts;
}

/** What the answers to a case took: means over the samples that were answered. */
export interface Spent {
  readonly latencyMs?: number;
  /** US dollars. */
  readonly cost?: number;
}

/** One case under one scorer, its repeats averaged. */
export interface PageVerdict {
  readonly change: CaseChange;
  readonly now?: SideVerdict;
  readonly before?: SideVerdict;
}

export interface SideVerdict {
  readonly score: number;
  readonly pass: boolean;
}

export interface CaseTexts {
  readonly inputs: readonly { readonly name: string; readonly value: PageText }[];
  readonly expected?: PageText;
  /** One for each sample. */
  readonly now: readonly PageAnswer[];
  readonly before: readonly PageAnswer[];
}

/** What was answered to one sample. */
export interface PageAnswer {
  readonly answer?: PageText;
  readonly toolCalls?: readonly Json[];
  readonly finishReason?: string;
  /** Why there is no answer. */
  readonly error?: string;
  readonly latencyMs?: number;
  readonly cost?: number;
  readonly cached: boolean;
  /** One for each scorer of the report, in their order; null where it said nothing. */
  readonly said: readonly (PageSaid | null)[];
}

export interface PageSaid {
  readonly score?: number;
  readonly pass?: boolean;
  readonly reason?: string;
  readonly error?: string;
}
