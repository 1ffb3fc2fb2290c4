import type { Kysely } from 'kysely';
import type { Digest } from '../../base/digest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { DraftOutcome } from '../../protocol/drafts.ts';
import type { Cause } from '../../protocol/environments.ts';
import type { StoredKind } from '../../protocol/values.ts';
import type { EnvironmentName } from '../../release/environment.ts';
import type { BlobId } from '../../release/lockfile/lockfile.ts';
import type { AccessTables } from './access/tables.ts';
import type { EventKind } from './events/registry-event.ts';
import type { EvidenceTables } from './evidence/tables.ts';
import type { GovernanceTables } from './governance/tables.ts';
import type { IdempotencyTables } from './idempotency/tables.ts';
import type { JobTables } from './jobs/tables.ts';
import type { KeyTables } from './keys/tables.ts';
import type { LeaseTables } from './leases/tables.ts';
import type { RemoteRunTables } from './remote-runs/tables.ts';
import type { RolloutTables } from './rollouts/tables.ts';
import type { SigningTables } from './signing/tables.ts';
import type { WebhookTables } from './webhooks/tables.ts';

/**
 * The database as Kysely sees it. Text ids, times in epoch milliseconds, JSON as text, so that
 * SQLite and PostgreSQL give the same answers; the project is in every key.
 */
export interface Tables
  extends AccessTables,
    EvidenceTables,
    GovernanceTables,
    IdempotencyTables,
    KeyTables,
    JobTables,
    LeaseTables,
    RolloutTables,
    RemoteRunTables,
    SigningTables,
    WebhookTables {
  registry: { id: 1; epoch: number };
  projects: { name: string; created_at: number };
  contents: { project: string; digest: Digest; kind: StoredKind; body: string; has_model: 0 | 1; created_at: number };
  sources: { project: string; digest: Digest; blob: BlobId; text: string };
  prompts: {
    project: string;
    id: PromptId;
    kind: StoredKind;
    name: string | null;
    description: string | null;
    last_number: number;
    latest_number: number;
    latest_digest: Digest;
    latest_at: number;
  };
  prompt_labels: { project: string; prompt: PromptId; kind: 'tag' | 'owner'; position: number; label: string };
  versions: {
    project: string;
    prompt: PromptId;
    number: number;
    digest: Digest;
    kind: StoredKind;
    parent: Digest | null;
    /** 1: nobody has pushed it; it came as a draft. */
    draft: 0 | 1;
    commit_id: string | null;
    branch: string | null;
    author_name: string | null;
    author_email: string | null;
    message: string | null;
    uploader_id: string;
    uploader_name: string;
    created_at: number;
  };
  drafts: {
    project: string;
    prompt: PromptId;
    digest: Digest;
    parent: Digest;
    /** Of the edited file; empty: what the version was stored with. */
    blob: BlobId | '';
    /** Of the file that was edited; empty: what the parent was stored with. */
    parent_blob: BlobId | '';
    commit_id: string | null;
    branch: string | null;
    author_name: string | null;
    author_email: string | null;
    message: string | null;
    uploader_id: string;
    uploader_name: string;
    created_at: number;
    /** Null while the draft is open; then all of the others but `reason` and `closed_commit` are set. */
    outcome: DraftOutcome | null;
    closed_at: number | null;
    closer_id: string | null;
    closer_name: string | null;
    reason: string | null;
    closed_commit: string | null;
  };
  draft_files: { project: string; blob: BlobId; text: string };
  environments: { project: string; name: EnvironmentName; position: number; policy: string };
  environment_log: {
    project: string;
    environment: EnvironmentName;
    revision: number;
    epoch: number;
    time: number;
    actor_id: string;
    actor_name: string;
    cause: Cause;
    message: string | null;
    request_id: string;
    commit_id: string | null;
  };
  environment_moves: {
    project: string;
    environment: EnvironmentName;
    revision: number;
    prompt: PromptId;
    from_digest: Digest | null;
    to_digest: Digest | null;
    time: number;
  };
  /** The moves summed up; written in the transaction that appends them and by nothing else. */
  pins: { project: string; environment: EnvironmentName; prompt: PromptId; digest: Digest };
  quarantine: {
    project: string;
    environment: EnvironmentName;
    prompt: PromptId;
    digest: Digest;
    since: number;
    actor_id: string;
    actor_name: string;
    reason: string;
  };
  dataset_parts: { project: string; digest: Digest; lines: number; text: string; created_at: number };
  /** `manifest`: the parts in order, as canonical JSON. */
  datasets: {
    project: string;
    name: PromptId;
    digest: Digest;
    manifest: string;
    uploader_id: string;
    uploader_name: string;
    created_at: number;
  };
  events: {
    project: string;
    seq: number;
    time: number;
    kind: EventKind;
    environment: EnvironmentName | null;
    prompt: PromptId | null;
    /** JSON. */
    data: string;
  };
  audit: { project: string; seq: number; hash: Digest; entry: string };
}

/** An open database, or a transaction on it. */
export type Database = Kysely<Tables>;
