import * as z from 'zod';
import { endpoint } from './endpoint.ts';
import { MOST_RESULTS, RESULTS_AT_ONCE, resultSchema, runIdSchema, subjectSchema } from './runs.ts';
import { jsonObjectSchema, projectNameSchema, projectParams, textSchema } from './values.ts';
import { BATCH_LIMIT } from './versions.ts';

/** Jobs of one request. */
const JOBS_AT_ONCE = 500;
/** How long a worker may be silent, in milliseconds. */
const LEASE_MS = { min: 1000, max: 600_000 };

const count = z.int().nonnegative();
const jobNumber = z.int().min(1).max(MOST_RESULTS);
const answer = z.looseObject({ text: z.string(), latencyMs: z.number().nonnegative(), cost: z.number().nonnegative().exactOptional() });

/** One sample of one case with the whole answer: what a run file keeps of it. */
const remoteResultSchema = resultSchema.extend({ answer: answer.exactOptional() });

/** What workers need to know of a run: the suite and the version that it asks, each held to the digests of the subject. */
export const remoteSpecSchema = z.strictObject({
  v: z.literal(1),
  subject: subjectSchema,
  suite: jsonObjectSchema,
  version: jsonObjectSchema,
  ignoreExtraInputs: z.boolean(),
  /** For one call. */
  deadlineMs: z.int().min(1).exactOptional(),
});

/** Cases of a run, as rows of a dataset. */
const jobSchema = z.strictObject({ number: jobNumber, rows: textSchema.min(1).max(2_000_000) });

const leasedSchema = z.object({
  number: count,
  /** Which lease of the job this is; said with everything about it. */
  fence: count,
  rows: z.string(),
  /** What an earlier holder found before it fell silent. */
  results: z.array(remoteResultSchema),
});

const remoteRuns = '/v1/projects/:project/remote-runs';
const params = z.strictObject({ project: projectNameSchema, run: runIdSchema });
const about = { params, permission: 'runs:write' } as const;
/** A name for people, beside the principal: several workers may hold one token. */
const worker = textSchema.min(1).max(100);

export const createRemoteRun = endpoint({
  ...about,
  name: 'createRemoteRun',
  summary: 'Open a run for workers under an id of the caller; the same run twice is there once',
  method: 'PUT',
  path: `${remoteRuns}/:run`,
  body: z.strictObject({ spec: remoteSpecSchema }),
  reply: z.object({ results: count }),
  bodyLimit: BATCH_LIMIT,
  retryable: true,
});

export const addRemoteJobs = endpoint({
  ...about,
  name: 'addRemoteJobs',
  summary: 'Add cases to a run for workers; each number is kept once',
  method: 'POST',
  path: `${remoteRuns}/:run/jobs`,
  body: z.strictObject({ jobs: z.array(jobSchema).min(1).max(JOBS_AT_ONCE) }),
  reply: z.object({ added: count }),
  bodyLimit: BATCH_LIMIT,
  retryable: true,
});

export const readRemoteRun = endpoint({
  ...about,
  name: 'readRemoteRun',
  summary: 'What workers need to know of a run',
  method: 'GET',
  path: `${remoteRuns}/:run`,
  reply: z.object({ spec: remoteSpecSchema }),
  retryable: true,
});

export const leaseRemoteJobs = endpoint({
  name: 'leaseRemoteJobs',
  summary: 'Take jobs of the oldest run that waits for workers',
  method: 'POST',
  path: '/v1/projects/:project/remote-leases',
  permission: 'runs:write',
  params: projectParams,
  body: z.strictObject({ worker, count: z.int().min(1).max(100), leaseMs: z.int().min(LEASE_MS.min).max(LEASE_MS.max) }),
  // No run: nothing waits.
  reply: z.object({ run: z.string().exactOptional(), jobs: z.array(leasedSchema) }),
  // A lost answer costs a lease, which ends by itself.
  retryable: false,
});

export const reportRemoteJob = endpoint({
  name: 'reportRemoteJob',
  summary: 'Say of a leased job what was found, that the work goes on, or how it ended; of a lease that is not current, nothing counts',
  method: 'POST',
  path: `${remoteRuns}/:run/jobs/:job`,
  permission: 'runs:write',
  params: params.extend({ job: z.string().regex(/^[1-9]\d{0,6}$/) }),
  body: z.strictObject({
    worker,
    fence: count.min(1),
    leaseMs: z.int().min(LEASE_MS.min).max(LEASE_MS.max),
    results: z.array(remoteResultSchema).max(RESULTS_AT_ONCE),
    /** Absent: the work goes on. */
    ending: z.enum(['done', 'released', 'failed']).exactOptional(),
    /** Why it failed. */
    error: z.string().max(2000).exactOptional(),
  }),
  reply: z.object({ results: count }),
  bodyLimit: BATCH_LIMIT * 2,
  retryable: true,
});

export const readRemoteResults = endpoint({
  ...about,
  name: 'readRemoteResults',
  summary: 'What workers found so far, in the order in which it came, and how far they are',
  method: 'GET',
  path: `${remoteRuns}/:run/results`,
  query: z.strictObject({ after: z.coerce.number().int().nonnegative(), limit: z.coerce.number().int().min(1).max(RESULTS_AT_ONCE) }),
  reply: z.object({
    results: z.array(remoteResultSchema),
    jobs: z.object({ ready: count, leased: count, done: count, dead: count, error: z.string().exactOptional() }),
  }),
  retryable: true,
});

export const removeRemoteRun = endpoint({
  ...about,
  name: 'removeRemoteRun',
  summary: 'Take a run away from workers, with all that is kept of it',
  method: 'DELETE',
  path: `${remoteRuns}/:run`,
  reply: z.object({ removed: z.boolean() }),
  retryable: true,
});
