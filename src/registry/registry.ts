import type { z } from 'zod';
import type { Digest } from '../base/digest.ts';
import type { Json } from '../base/json/canonical-json.ts';
import type { DatasetReference } from '../evals/dataset/stored/dataset-reference.ts';
import type { DatasetManifest, DatasetPart, PartText } from '../evals/dataset/stored/stored-dataset.ts';
import type { PromptId } from '../prompt/prompt.ts';
import type { closedDraftSchema, DraftOutcome, draftSchema, storedDraftSchema } from '../protocol/drafts.ts';
import type { ReplyOf } from '../protocol/endpoint.ts';
import type { historyEntrySchema, listEnvironments, quarantinedSchema } from '../protocol/environments.ts';
import type { whoami } from '../protocol/governance.ts';
import type { promptSchema } from '../protocol/prompts.ts';
import type { Rollout } from '../protocol/rollout-values.ts';
import type { StoredKind } from '../protocol/values.ts';
import type { uploadedSchema, versionSchema } from '../protocol/versions.ts';
import type { EnvironmentDefinition, EnvironmentName, Pins } from '../release/environment.ts';
import type { BlobId } from '../release/lockfile/lockfile.ts';
import type { EnvironmentRevision, Move, Plan } from '../release/plan.ts';
import type { RolloutDefinition } from '../release/rollout/rollout-definition.ts';
import type { ServedRollout } from '../release/rollout/served-rollout.ts';
import type { AccessCalls } from './areas/access.ts';
import type { AuditCalls } from './areas/audit.ts';
import type { EventCalls } from './areas/events.ts';
import type { EvidenceCalls } from './areas/evidence.ts';
import type { RemoteRunCalls } from './areas/remote-runs.ts';
import type { ReviewCalls } from './areas/reviews.ts';
import type { RolloutCalls } from './areas/rollouts.ts';
import type { WebhookCalls } from './areas/webhooks.ts';

/** Which API a registry speaks. */
export type RegistryKind = 'native' | 'langwatch';

/** A version to store: its content in normal form, and the file it was computed from. */
export interface VersionUpload {
  readonly kind: StoredKind;
  readonly id: PromptId;
  readonly digest: Digest;
  readonly content: Json;
  readonly source?: Source;
  readonly about?: {
    readonly name?: string;
    readonly description?: string;
    readonly tags?: readonly string[];
    readonly owners?: readonly string[];
  };
  /** The version it was edited from. */
  readonly parent?: Digest;
}

export interface Source {
  readonly text: string;
  readonly blob: BlobId;
}

/** Versions with where they come from. */
export interface UploadBatch {
  readonly versions: readonly VersionUpload[];
  readonly commit?: string;
  readonly branch?: string;
  readonly author?: { readonly name: string; readonly email: string };
  readonly message?: string;
  /** Why the versions may hold what looks like a secret. */
  readonly acceptSecrets?: string;
}

/** A version with the version that was edited. */
export interface DraftUpload extends VersionUpload, Omit<UploadBatch, 'versions' | 'acceptSecrets'> {
  readonly parent: Digest;
  /** Of the file that was edited, when it is that of a draft. */
  readonly parentBlob?: BlobId;
}

/** A stored version: `created` is false when the registry had it already. */
export type UploadedVersion = z.infer<typeof uploadedSchema>;
export type VersionSummary = z.infer<typeof versionSchema>;
export type DraftSummary = z.infer<typeof draftSchema>;
type StoredDraft = z.infer<typeof storedDraftSchema>;
export type ClosedDraft = z.infer<typeof closedDraftSchema>;
export type PromptSummary = z.infer<typeof promptSchema>;
export type EnvironmentSummary = ReplyOf<typeof listEnvironments>['environments'][number];
export type HistoryEntry = z.infer<typeof historyEntrySchema>;
export type Quarantined = z.infer<typeof quarantinedSchema>;
export type Identity = ReplyOf<typeof whoami>;

/** What an environment serves at one revision. */
export interface EnvironmentState extends EnvironmentRevision {
  readonly environment: EnvironmentName;
  readonly pins: Pins;
  /** Prompts that applications are told not to use, though they are pinned. */
  readonly killed: readonly PromptId[];
  /** How the traffic of a prompt is split, by prompt. */
  readonly rollouts: ReadonlyMap<PromptId, ServedRollout>;
  /** Contents that are never to be used again. */
  readonly revoked: readonly Digest[];
}

/** Pins that someone wants in an environment; unlisted prompts stay unless `prune`. */
export interface WantedPins {
  readonly pins: Pins;
  readonly prune?: boolean;
  /** What is to be under way; rollouts that are not listed stay as they are. */
  readonly rollouts?: readonly RolloutDefinition[];
}

export interface ApplyRequest extends WantedPins {
  /** The revision the plan was made at; anything else is refused with `revision-moved`. */
  readonly expected: EnvironmentRevision;
  readonly cause: 'apply' | 'promote';
  readonly message?: string;
  /** What is checked out where the pins come from. */
  readonly commit?: string;
  /** Move against policy, for this reason. */
  readonly breakGlass?: { readonly reason: string };
}

/** What became of a draft. */
export interface DraftClosing {
  readonly prompt: PromptId;
  readonly digest: Digest;
  readonly parent: Digest;
  /** Null: none; needed only where several edits came to one version. */
  readonly blob?: BlobId | null;
  readonly parentBlob?: BlobId | null;
  readonly outcome: DraftOutcome;
  /** Needed to decline. */
  readonly reason?: string;
  /** Where Git has it. */
  readonly commit?: string;
}

export interface RollbackRequest {
  readonly prompt: PromptId;
  /** Default: the version active there before. */
  readonly to?: Digest;
  readonly reason: string;
  readonly expected?: EnvironmentRevision;
}

/** What moved. */
export interface Moved extends EnvironmentRevision {
  readonly environment: EnvironmentName;
  readonly moves: readonly Move[];
  /** Rollouts that were started or changed, or that a rollback ended. */
  readonly rollouts?: readonly Rollout[];
}

export interface PromptFilter {
  readonly search?: string;
  readonly kind?: StoredKind;
  readonly tag?: string;
  readonly owner?: string;
}

/**
 * A registry: the store of versions, and the authority for what each environment serves.
 *
 * Every method throws a Failure: those of the server with its code and details, `registry-unreachable`
 * when nothing answers in time, `registry-broken` when the answer does not follow the protocol.
 * Lists are complete: pages are followed.
 */
export interface Registry
  extends AccessCalls,
    AuditCalls,
    EventCalls,
    EvidenceCalls,
    RemoteRunCalls,
    ReviewCalls,
    RolloutCalls,
    WebhookCalls {
  /** `langwatch`: it has no policies and keeps no edits apart; what it has nothing for fails with `registry-unsupported`. */
  readonly kind: RegistryKind;

  whoami(): Promise<Identity>;

  /** Which of these the registry lacks. One request for thousands. */
  missing(versions: readonly { readonly id: PromptId; readonly digest: Digest }[]): Promise<{ id: PromptId; digest: Digest }[]>;
  /** Stores versions; what is there already is left alone. Large batches go in several requests, referenced contents first. */
  upload(batch: UploadBatch): Promise<UploadedVersion[]>;

  prompts(filter?: PromptFilter): Promise<PromptSummary[]>;
  /** Newest first. @throws Failure `not-found` for an unknown prompt. */
  versions(prompt: PromptId): Promise<VersionSummary[]>;
  /** The versions that a number names (one or none) or that a digest starts with (also none, or several). */
  resolve(prompt: PromptId, reference: { readonly number: number } | { readonly prefix: string }): Promise<VersionSummary[]>;
  /** A content in normal form, checked against its digest. @throws Failure `not-found`. */
  content(digest: Digest): Promise<Json>;
  /** The file that a version was computed from, when it was uploaded with one; with `blob`, that of a draft. */
  source(digest: Digest, blob?: BlobId): Promise<Source | undefined>;

  /** In release order. */
  environments(): Promise<EnvironmentSummary[]>;
  /** `reason`: for the audit trail. */
  setEnvironments(environments: readonly EnvironmentDefinition[], reason?: string): Promise<EnvironmentSummary[]>;
  state(environment: EnvironmentName): Promise<EnvironmentState>;
  plan(environment: EnvironmentName, wanted: WantedPins): Promise<Plan>;
  /** @throws Failure `revision-moved`, or `policy-refused` with `details: { refusals }`. */
  apply(environment: EnvironmentName, request: ApplyRequest): Promise<Moved>;
  rollback(environment: EnvironmentName, request: RollbackRequest): Promise<Moved & { readonly quarantined?: Digest }>;
  unquarantine(
    environment: EnvironmentName,
    request: { readonly prompt: PromptId; readonly digest: Digest; readonly reason: string },
  ): Promise<Quarantined>;
  /** Newest first. */
  history(environment: EnvironmentName, filter?: { readonly prompt?: PromptId; readonly limit?: number }): Promise<HistoryEntry[]>;
  quarantine(environment: EnvironmentName): Promise<Quarantined[]>;

  /** Stores an edit made outside Git, and tells of those that others made of the same text. */
  createDraft(draft: DraftUpload): Promise<StoredDraft>;
  /** Open ones, newest first. */
  drafts(prompt?: PromptId): Promise<DraftSummary[]>;
  /** Takes a draft off the list; its version stays. The first word stands. @throws Failure `not-found` */
  closeDraft(closing: DraftClosing): Promise<ClosedDraft>;

  /** Stores rows ahead of the version of a dataset that names them. */
  storeDatasetPart(name: string, part: PartText): Promise<void>;
  /** Stores a version of a dataset, or tells which of its parts are missing. */
  storeDataset(name: string, manifest: DatasetManifest): Promise<{ stored: boolean; created: boolean; missing: readonly Digest[] }>;
  /** What a version of a dataset consists of, checked against its digest. @throws Failure `not-found` */
  dataset(reference: DatasetReference): Promise<DatasetManifest>;
  /** The rows of one part, checked against its digest. */
  datasetPart(reference: DatasetReference, index: number, part: DatasetPart): Promise<string>;

  /** Lets go of the connections. */
  close(): Promise<void>;
}
