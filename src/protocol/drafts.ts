import * as z from 'zod';
import { endpoint } from './endpoint.ts';
import {
  actorSchema,
  blobSchema,
  commitSchema,
  cursorSchema,
  digestSchema,
  messageSchema,
  pageQuery,
  projectParams,
  promptIdSchema,
  timeSchema,
} from './values.ts';
import { BATCH_LIMIT, draftUploadSchema, uploadedSchema, versionSchema } from './versions.ts';

/** An edit made outside Git: a version, the version that was edited, and who edited it when. */
export const draftSchema = versionSchema.extend({
  parent: digestSchema,
  /** Of the edited file, when it came with one: `readSource` gives its text. */
  blob: blobSchema.exactOptional(),
  /** Of the file that was edited, where that is another than the parent was stored with: that of a draft. */
  parentBlob: blobSchema.exactOptional(),
});

/** A stored draft, and who made other edits of the same text meanwhile: none of them is lost. */
export const storedDraftSchema = uploadedSchema.extend({ alongside: z.array(draftSchema) });

/** What became of a draft: Git has it, or someone said that it is not wanted. */
export const DRAFT_OUTCOMES = ['merged', 'declined'] as const;
export type DraftOutcome = (typeof DRAFT_OUTCOMES)[number];

export const closedDraftSchema = draftSchema.extend({
  closed: z.object({
    outcome: z.enum(DRAFT_OUTCOMES),
    time: timeSchema,
    by: actorSchema,
    reason: z.string().exactOptional(),
    commit: commitSchema.exactOptional(),
  }),
});

const project = '/v1/projects/:project';

/** Stores an edit made outside Git: an immutable version that names the version it was made from. */
export const createDraft = endpoint({
  name: 'createDraft',
  summary: 'Store a draft: a version with the version it was edited from',
  method: 'POST',
  path: `${project}/drafts`,
  permission: 'prompts:write',
  params: projectParams,
  body: draftUploadSchema,
  reply: storedDraftSchema,
  bodyLimit: BATCH_LIMIT,
  retryable: true,
});

export const listDrafts = endpoint({
  name: 'listDrafts',
  summary: 'Open drafts, newest first',
  method: 'GET',
  path: `${project}/drafts`,
  permission: 'prompts:read',
  params: projectParams,
  query: z.strictObject({
    prompt: promptIdSchema.exactOptional(),
    ...pageQuery.shape,
  }),
  reply: z.object({ drafts: z.array(draftSchema), next: cursorSchema.exactOptional() }),
  retryable: true,
});

/** Takes a draft off the list. Its version stays; of two who close it, the first is right. */
export const closeDraft = endpoint({
  name: 'closeDraft',
  summary: 'Say what became of a draft: it is in Git, or it is not wanted; the first word stands',
  method: 'POST',
  path: `${project}/drafts/close`,
  permission: 'prompts:write',
  params: projectParams,
  body: z.strictObject({
    prompt: promptIdSchema,
    digest: digestSchema,
    parent: digestSchema,
    /** Which one, where edits differ by their files alone; null: the one that came without a file. */
    blob: blobSchema.nullable().exactOptional(),
    /** Null: the one that was made from the parent's own file. */
    parentBlob: blobSchema.nullable().exactOptional(),
    outcome: z.enum(DRAFT_OUTCOMES),
    /** Needed to decline. */
    reason: messageSchema.exactOptional(),
    /** Where Git has it. */
    commit: commitSchema.exactOptional(),
  }),
  reply: closedDraftSchema,
  retryable: true,
});
