import type { Digest } from '../../base/digest.ts';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import type { CaseResult } from '../../evals/run.ts';
import type { RunHeader } from '../../evals/runner/record/run-header.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { ReplyOf } from '../../protocol/endpoint.ts';
import type { acceptSuite, addEvidence, readEvidence } from '../../protocol/evidence.ts';
import type { readRun } from '../../protocol/runs.ts';

export type RunSummary = ReplyOf<typeof readRun>;
export type Evidence = ReplyOf<typeof addEvidence>;
export type EvidenceDetails = ReplyOf<typeof readEvidence>;
export type AcceptedSuite = ReplyOf<typeof acceptSuite>;

/** A run to store, as its file begins. */
export interface RunUpload extends Pick<RunHeader, 'subject' | 'role' | 'gate'> {
  /** The caller's own, so that an upload that broke off goes on: 8 to 64 letters, digits and hyphens. */
  readonly id: string;
  readonly file?: string;
  readonly command?: string;
  readonly commit?: string;
}

export interface EvidenceFilter {
  readonly prompt?: PromptId;
  readonly digest?: Digest;
  readonly suite?: string;
}

/** A suite as it is to count: what it asks, and of which cases. */
export interface SuiteToAccept {
  readonly suite: string;
  readonly digest: Digest;
  readonly cases: Digest;
  readonly reason?: string;
}

/** Runs of suites, and what the registry makes of them. */
export interface EvidenceCalls {
  /** Stores what a suite asks, under the digest of it. */
  storeSuite(suite: string, content: JsonObject): Promise<void>;
  /** Stores a run with all its results, in several requests; the same run again is stored once. */
  storeRun(run: RunUpload, results: AsyncIterable<CaseResult> | Iterable<CaseResult>): Promise<RunSummary>;
  /** Newest first. */
  runs(filter: { readonly prompt?: PromptId; readonly suite?: string }, limit: number): Promise<RunSummary[]>;

  /** Has a stored run judged and signed. */
  addEvidence(run: string, baseline?: string): Promise<Evidence>;
  /** Newest first. */
  evidence(filter: EvidenceFilter, limit: number): Promise<Evidence[]>;
  /** By id, or by its first digits. @throws Failure `not-found`, `reference-ambiguous` */
  evidenceNamed(id: string): Promise<EvidenceDetails>;

  acceptSuite(suite: SuiteToAccept): Promise<AcceptedSuite>;
  /** Newest first: of each suite the first counts. */
  acceptedSuites(suite?: string): Promise<AcceptedSuite[]>;
  /** Accepts suites as jobs of a branch run them; without a branch nobody's. */
  trustBranch(trust: { readonly branch?: string; readonly repository?: string }): Promise<void>;
}
