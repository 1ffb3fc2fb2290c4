import * as z from 'zod';
import { endpoint } from './endpoint.ts';
import {
  actorSchema,
  blobSchema,
  commitSchema,
  cursorSchema,
  digestParams,
  digestSchema,
  jsonSchema,
  messageSchema,
  pageQuery,
  projectParams,
  promptIdSchema,
  promptParams,
  storedKindSchema,
  textSchema,
  timeSchema,
} from './values.ts';

const line = textSchema.max(300);

/** Largest batch of versions in bytes. */
export const BATCH_LIMIT = 10 * 1024 * 1024;

/** Names the file that a version was computed from: its text and the text's git blob id. */
export const sourceSchema = z.strictObject({ text: z.string().max(2_000_000), blob: blobSchema });

/** What a prompt file says for people; not part of the version. */
const aboutSchema = z.strictObject({
  name: line.exactOptional(),
  description: textSchema.max(10_000).exactOptional(),
  tags: z.array(line).max(100).exactOptional(),
  owners: z.array(line).max(100).exactOptional(),
});

const version = {
  kind: storedKindSchema,
  id: promptIdSchema,
  digest: digestSchema,
  /** In normal form; its canonical JSON gives the digest. */
  content: jsonSchema,
  source: sourceSchema.exactOptional(),
  about: aboutSchema.exactOptional(),
};

/** Where a batch comes from. */
const provenance = {
  commit: commitSchema.exactOptional(),
  branch: line.exactOptional(),
  author: z.strictObject({ name: line, email: line }).exactOptional(),
  message: messageSchema.exactOptional(),
};

export const versionUploadSchema = z.strictObject({ ...version, parent: digestSchema.exactOptional() });
export const uploadSchema = z.strictObject({
  versions: z.array(versionUploadSchema).min(1).max(5000),
  ...provenance,
  /** Why they may hold what looks like a secret; the audit trail keeps it. */
  acceptSecrets: messageSchema.exactOptional(),
});
export const draftUploadSchema = z.strictObject({
  ...version,
  parent: digestSchema,
  /** Of the file that was edited, when it is that of a draft: descriptions are in no digest. */
  parentBlob: blobSchema.exactOptional(),
  ...provenance,
});

/** A version as the registry numbers it: per prompt, v1 first. */
const numberedSchema = z.object({ id: promptIdSchema, digest: digestSchema, number: z.int().positive() });
export const uploadedSchema = numberedSchema.extend({ created: z.boolean() });

export const versionSchema = numberedSchema.extend({
  kind: storedKindSchema,
  parent: digestSchema.exactOptional(),
  createdAt: timeSchema,
  uploadedBy: actorSchema,
  ...provenance,
});

const project = '/v1/projects/:project';

/** Tells which versions the registry lacks, so that an unchanged tree costs one small request. */
export const missingVersions = endpoint({
  name: 'missingVersions',
  summary: 'Which of these versions the registry lacks',
  method: 'POST',
  path: `${project}/versions/missing`,
  permission: 'prompts:read',
  params: projectParams,
  body: z.strictObject({ versions: z.array(z.strictObject({ id: promptIdSchema, digest: digestSchema })).max(10_000) }),
  reply: z.object({ missing: z.array(z.object({ id: promptIdSchema, digest: digestSchema })) }),
  bodyLimit: BATCH_LIMIT,
  retryable: true,
});

/** Stores a batch of versions, all or none; what is there already is left alone. */
export const uploadVersions = endpoint({
  name: 'uploadVersions',
  summary: 'Store versions; each digest is recomputed, and what is there already is left alone',
  method: 'POST',
  path: `${project}/versions`,
  permission: 'prompts:write',
  params: projectParams,
  body: uploadSchema,
  reply: z.object({ versions: z.array(uploadedSchema) }),
  bodyLimit: BATCH_LIMIT,
  retryable: true,
});

export const listVersions = endpoint({
  name: 'listVersions',
  summary: 'The versions of a prompt, newest first',
  method: 'GET',
  path: `${project}/prompts/:prompt/versions`,
  permission: 'prompts:read',
  params: promptParams,
  query: z.strictObject({
    /** The first hex digits of a digest. */
    prefix: z
      .string()
      .regex(/^(?:sha256:)?[0-9a-f]{1,64}$/)
      .exactOptional(),
    number: z.coerce.number().int().positive().exactOptional(),
    ...pageQuery.shape,
  }),
  reply: z.object({ versions: z.array(versionSchema), next: cursorSchema.exactOptional() }),
  retryable: true,
});

export const readContent = endpoint({
  name: 'readContent',
  summary: 'The canonical JSON bytes of a content; immutable',
  method: 'GET',
  path: `${project}/contents/:digest`,
  permission: 'prompts:read',
  params: digestParams,
  reply: jsonSchema,
  retryable: true,
});

/** Contents that one request may ask for. */
const MOST_CONTENTS = 1000;

/** Changes nothing: it is a `POST` because so many digests fit no address. */
export const readContents = endpoint({
  name: 'readContents',
  summary: 'Many contents at once, each as the text that its digest is computed from; those that are not there are left out',
  method: 'POST',
  path: `${project}/contents`,
  permission: 'prompts:read',
  params: projectParams,
  body: z.strictObject({ digests: z.array(digestSchema).max(MOST_CONTENTS) }),
  reply: z.object({ contents: z.record(digestSchema, z.string()) }),
  retryable: true,
});

export const readSource = endpoint({
  name: 'readSource',
  summary: 'The file text that a version was computed from',
  method: 'GET',
  path: `${project}/sources/:digest`,
  permission: 'prompts:read',
  params: digestParams,
  /** The file of a draft, when it is another than the version was stored with. */
  query: z.strictObject({ blob: blobSchema.exactOptional() }),
  reply: sourceSchema,
  retryable: true,
});
