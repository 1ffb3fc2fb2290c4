import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';

/** Runs that workers do. What is fetched is deleted: the run file has it. */
export interface RemoteRunTables {
  remote_runs: {
    project: string;
    id: string;
    prompt: PromptId;
    /** How many there are, and so the `seq` of the newest. */
    results: number;
    /** What workers need to know: JSON. */
    spec: string;
    /** Why a run of this uploader never counts as evidence; absent: only those whose runs may count work on it. */
    discounted: string | null;
    uploader_id: string;
    uploader_name: string;
    created_at: number;
    /** When the one who wants the results was last there; nobody works for one who has gone. */
    asked_at: number;
  };
  remote_results: { project: string; run: string; case_id: Digest; sample: number; seq: number; job: number; result: string };
}
