import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { EvidenceFact } from '../../../release/policy/facts.ts';

interface Uploaded {
  uploader_id: string;
  uploader_name: string;
  created_at: number;
}

/** Runs, suites, and what was signed of them. */
export interface EvidenceTables {
  runs: {
    project: string;
    id: string;
    /** 1, 2, 3 … per project. */
    number: number;
    prompt: PromptId;
    suite: string;
    /** What was run, as it was uploaded: JSON. */
    body: string;
    /** Why a run of this uploader never counts. */
    discounted: string | null;
    state: 'open' | 'finished';
    results: number;
    finished_at: number | null;
  } & Uploaded;
  run_results: { project: string; run: string; case_id: Digest; sample: number; result: string };
  suites: { project: string; name: string; digest: Digest; content: string } & Uploaded;
  /** The newest of a suite counts. */
  accepted_suites: {
    project: string;
    seq: number;
    suite: string;
    digest: Digest;
    cases: Digest;
    time: number;
    actor_id: string;
    actor_name: string;
    cause: 'admin' | 'branch';
    branch: string | null;
    reason: string | null;
  };
  suite_trust: { project: string; branch: string; repository: string | null };
  evidence: {
    project: string;
    number: number;
    id: Digest;
    prompt: PromptId;
    prompt_digest: Digest;
    suite: string;
    suite_digest: Digest;
    cases: Digest;
    baseline: Digest | null;
    verdict: EvidenceFact['verdict'];
    discounted: string | null;
    run: string;
    envelope: string;
  } & Uploaded;
}
