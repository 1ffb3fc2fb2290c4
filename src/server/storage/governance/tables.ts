import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { ReviewActKind } from '../../../protocol/reviews.ts';
import type { EnvironmentName } from '../../../release/environment.ts';

interface Acted {
  actor_id: string;
  actor_name: string;
}

/** What people decide about versions, and what is known of where they come from. */
export interface GovernanceTables {
  reviews: Acted & {
    project: string;
    number: number;
    prompt: PromptId;
    digest: Digest;
    environment: EnvironmentName;
    /** What the environment pinned when the review was asked for: the left side of the diff. */
    base: Digest | null;
    /** JSON: who is asked, in words. */
    reviewers: string;
    message: string | null;
    created_at: number;
  };
  review_acts: Acted & {
    project: string;
    review: number;
    seq: number;
    kind: ReviewActKind;
    message: string | null;
    /** JSON: the line of the diff that a comment is about. */
    place: string | null;
    time: number;
  };
  revocations: Acted & { project: string; digest: Digest; prompt: PromptId; reason: string; time: number };
  kill_switches: Acted & { project: string; environment: EnvironmentName; prompt: PromptId; reason: string; since: number };
  /** `repository`: empty where the issuer names none. */
  version_sources: {
    project: string;
    prompt: PromptId;
    digest: Digest;
    issuer: string;
    repository: string;
    branch: string;
    repository_id: string | null;
    commit_id: string | null;
    workflow: string | null;
    time: number;
  };
}
