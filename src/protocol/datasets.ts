import * as z from 'zod';
import { endpoint } from './endpoint.ts';
import { digestSchema, projectNameSchema, promptIdSchema, timeSchema } from './values.ts';
import { BATCH_LIMIT } from './versions.ts';

/** Rows of a dataset: lines of canonical JSON. The digest is of the text's bytes. */
const partSchema = z.strictObject({ digest: digestSchema, rows: z.int().positive() });
/** A hundred thousand parts are some 25 GB. */
export const manifestSchema = z.strictObject({ parts: z.array(partSchema).min(1).max(100_000) });

const params = z.strictObject({ project: projectNameSchema, dataset: promptIdSchema });
const versionParams = params.extend({ digest: digestSchema });
const dataset = '/v1/projects/:project/datasets/:dataset';

/** Stores rows of a dataset ahead of the version that names them; the same rows twice are there once. */
export const storeDatasetPart = endpoint({
  name: 'storeDatasetPart',
  summary: 'Store rows of a dataset; the digest is recomputed',
  method: 'PUT',
  path: `${dataset}/parts/:digest`,
  permission: 'prompts:write',
  params: versionParams,
  body: z.strictObject({ text: z.string().min(1).max(2_000_000) }),
  reply: z.object({ rows: z.int().positive() }),
  bodyLimit: BATCH_LIMIT,
  retryable: true,
});

/** Stores a version once its parts are there, or tells which are not. */
export const storeDataset = endpoint({
  name: 'storeDataset',
  summary: 'Store a version of a dataset, or tell which parts of it are missing',
  method: 'PUT',
  path: `${dataset}/versions/:digest`,
  permission: 'prompts:write',
  params: versionParams,
  body: manifestSchema,
  reply: z.object({ stored: z.boolean(), created: z.boolean(), missing: z.array(digestSchema) }),
  bodyLimit: BATCH_LIMIT * 2,
  retryable: true,
});

export const readDataset = endpoint({
  name: 'readDataset',
  summary: 'What a version of a dataset consists of',
  method: 'GET',
  path: `${dataset}/versions/:digest`,
  permission: 'prompts:read',
  params: versionParams,
  reply: manifestSchema.extend({ createdAt: timeSchema }),
  retryable: true,
});

export const readDatasetPart = endpoint({
  name: 'readDatasetPart',
  summary: 'The rows of one part of a version of a dataset',
  method: 'GET',
  path: `${dataset}/versions/:digest/parts/:part`,
  permission: 'prompts:read',
  params: versionParams.extend({ part: z.string().regex(/^\d{1,6}$/) }),
  reply: z.object({ text: z.string() }),
  retryable: true,
});
