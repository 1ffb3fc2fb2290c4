import * as z from 'zod';
import { endpoint } from './endpoint.ts';
import {
  actorSchema,
  commitSchema,
  cursorSchema,
  digestSchema,
  jsonObjectSchema,
  limitSchema,
  pageQuery,
  projectNameSchema,
  projectParams,
  promptIdSchema,
  textSchema,
  timeSchema,
} from './values.ts';
import { BATCH_LIMIT } from './versions.ts';

/** Results of one run: cases × repeats. */
export const MOST_RESULTS = 200_000;
/** Results of one request. */
export const RESULTS_AT_ONCE = 1000;

const word = textSchema.min(1).max(300);
const amount = z.number().nonnegative();
const count = z.int().nonnegative();

/** What was run, by digest: `RunSubject` as JSON. */
export const subjectSchema = z.strictObject({
  suite: word,
  suiteDigest: digestSchema,
  datasetDigest: digestSchema,
  /** Id and digest, in the order of the suite. */
  scorers: z
    .array(z.tuple([word, digestSchema]))
    .min(1)
    .max(100),
  judges: z.record(word, z.strictObject({ prompt: promptIdSchema, promptDigest: digestSchema, model: word })).exactOptional(),
  prompt: promptIdSchema,
  promptDigest: digestSchema,
  reference: word,
  model: word,
  cell: word.exactOptional(),
  filter: textSchema.max(2000).exactOptional(),
  repeat: z.int().min(1).max(100),
  seed: count,
  cases: z.int().min(1).max(MOST_RESULTS),
});

const score = z.union([
  z.strictObject({
    scorer: word,
    score: z.number().min(0).max(1),
    pass: z.boolean(),
    reason: z.string().max(10_000).exactOptional(),
    value: z.number().exactOptional(),
    cost: amount.exactOptional(),
    verdict: z.string().max(2000).exactOptional(),
    orderDecided: z.boolean().exactOptional(),
  }),
  z.strictObject({ scorer: word, error: z.string().max(10_000) }),
]);

/** One sample of one case. Of the answer only its start, where a scorer did not pass it. */
export const resultSchema = z.strictObject({
  caseId: digestSchema,
  sample: count,
  tags: z.array(word).max(100),
  group: word.exactOptional(),
  label: z.string().max(2000),
  answer: z
    .strictObject({
      text: z.string().max(2000),
      latencyMs: amount,
      cost: amount.exactOptional(),
      usage: z.strictObject({ input: count, output: count, cachedInput: count.exactOptional() }).exactOptional(),
    })
    .exactOptional(),
  isBlank: z.literal(true).exactOptional(),
  error: z.strictObject({ code: word, message: z.string().max(10_000) }).exactOptional(),
  scores: z.array(score).max(100),
  cached: z.boolean(),
  spent: amount.exactOptional(),
});

export const runIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{7,63}$/);
const runParams = z.strictObject({ project: projectNameSchema, run: runIdSchema });

const runBody = z.strictObject({
  subject: subjectSchema,
  role: z.enum(['candidate', 'baseline']),
  /** Where the suite stood. */
  file: textSchema.max(1000).exactOptional(),
  command: textSchema.max(2000).exactOptional(),
  commit: commitSchema.exactOptional(),
  /** Judges that were not compared with people as their suite asks, and why. */
  uncalibrated: z
    .array(z.strictObject({ scorer: word, message: z.string().max(2000) }))
    .max(100)
    .exactOptional(),
});

export const runSchema = z.object({
  ...runBody.shape,
  id: z.string(),
  state: z.enum(['open', 'finished']),
  results: count,
  uploadedBy: actorSchema,
  createdAt: timeSchema,
  finishedAt: timeSchema.exactOptional(),
});

const runs = '/v1/projects/:project/runs';
const about = { params: runParams, permission: 'runs:write', retryable: true } as const;

export const createRun = endpoint({
  ...about,
  name: 'createRun',
  summary: 'Open a run under an id of the caller; the same run twice is there once',
  method: 'PUT',
  path: `${runs}/:run`,
  body: runBody,
  reply: runSchema,
});

export const addResults = endpoint({
  ...about,
  name: 'addResults',
  summary: 'Add results to an open run; each case and repeat is kept once',
  method: 'POST',
  path: `${runs}/:run/results`,
  body: z.strictObject({ results: z.array(resultSchema).min(1).max(RESULTS_AT_ONCE) }),
  reply: z.object({ results: count }),
  bodyLimit: BATCH_LIMIT,
});

export const finishRun = endpoint({
  ...about,
  name: 'finishRun',
  summary: 'Close a run: it takes no more results',
  method: 'POST',
  path: `${runs}/:run/finish`,
  body: z.strictObject({ results: count }),
  reply: runSchema,
});

export const readRun = endpoint({
  name: 'readRun',
  summary: 'A run, without its results',
  method: 'GET',
  path: `${runs}/:run`,
  permission: 'runs:read',
  params: runParams,
  reply: runSchema,
  retryable: true,
});

export const listRuns = endpoint({
  name: 'listRuns',
  summary: 'Runs, newest first',
  method: 'GET',
  path: runs,
  permission: 'runs:read',
  params: projectParams,
  query: z.strictObject({
    prompt: promptIdSchema.exactOptional(),
    suite: word.exactOptional(),
    ...pageQuery.shape,
  }),
  reply: z.object({ runs: z.array(runSchema), next: cursorSchema.exactOptional() }),
  retryable: true,
});

export const readResults = endpoint({
  name: 'readResults',
  summary: 'The results of a run, by case and repeat',
  method: 'GET',
  path: `${runs}/:run/results`,
  permission: 'runs:read',
  params: runParams,
  query: z.strictObject({ cursor: cursorSchema.exactOptional(), limit: limitSchema.exactOptional() }),
  reply: z.object({ results: z.array(resultSchema), next: cursorSchema.exactOptional() }),
  retryable: true,
});

export const compareRuns = endpoint({
  name: 'compareRuns',
  summary: 'A run judged by its stored suite, against another run where one is named: the report of `promptlane eval --json`',
  method: 'GET',
  path: `${runs}/:run/report`,
  permission: 'runs:read',
  params: runParams,
  query: z.strictObject({ baseline: runIdSchema.exactOptional() }),
  reply: z.object({ report: jsonObjectSchema }),
  retryable: true,
});
