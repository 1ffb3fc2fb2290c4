import * as z from 'zod';
import { endpoint } from './endpoint.ts';
import { runIdSchema } from './runs.ts';
import {
  actorSchema,
  cursorSchema,
  digestSchema,
  jsonObjectSchema,
  limitSchema,
  messageSchema,
  pageQuery,
  projectNameSchema,
  projectParams,
  promptIdSchema,
  textSchema,
  timeSchema,
} from './values.ts';

const word = textSchema.min(1).max(300);
const project = '/v1/projects/:project';

/** Stores what a suite asks, so that the registry judges by its own copy. */
export const storeSuite = endpoint({
  name: 'storeSuite',
  summary: 'Store a version of a suite; the digest is recomputed',
  method: 'PUT',
  path: `${project}/suites/:suite/versions/:digest`,
  permission: 'runs:write',
  params: z.strictObject({ project: projectNameSchema, suite: word, digest: digestSchema }),
  body: z.strictObject({ content: jsonObjectSchema }),
  reply: z.object({ created: z.boolean() }),
  retryable: true,
});

/** A suite as it may count: what it asks, and of which cases. */
const accepted = z.strictObject({ suite: word, digest: digestSchema, cases: digestSchema });

const acceptedSuiteSchema = z.object({
  ...accepted.shape,
  time: timeSchema,
  by: actorSchema,
  /** An admin's word, or a run of the trusted branch. */
  cause: z.enum(['admin', 'branch']),
  branch: z.string().exactOptional(),
  reason: z.string().exactOptional(),
});

export const acceptSuite = endpoint({
  name: 'acceptSuite',
  summary: 'Let runs of a suite, as it is now, count as evidence; what was accepted before counts no more',
  method: 'POST',
  path: `${project}/accepted-suites`,
  permission: 'environments:configure',
  params: projectParams,
  body: accepted.extend({ reason: messageSchema.exactOptional() }),
  reply: acceptedSuiteSchema,
  retryable: true,
});

export const listAcceptedSuites = endpoint({
  name: 'listAcceptedSuites',
  summary: 'Which suites were accepted when and by whom, newest first: of each suite the first counts',
  method: 'GET',
  path: `${project}/accepted-suites`,
  permission: 'runs:read',
  params: projectParams,
  query: z.strictObject({ suite: word.exactOptional(), cursor: cursorSchema.exactOptional(), limit: limitSchema.exactOptional() }),
  reply: z.object({ accepted: z.array(acceptedSuiteSchema), next: cursorSchema.exactOptional() }),
  retryable: true,
});

const trust = { branch: word.exactOptional(), repository: word.exactOptional() };

/** Suites as a job of this branch ran them are accepted; the issuer of its ID token vouches for the branch. */
export const setSuiteTrust = endpoint({
  name: 'setSuiteTrust',
  summary: 'Accept suites as jobs of a branch run them; without a branch, only what an admin accepts',
  method: 'PUT',
  path: `${project}/suite-trust`,
  permission: 'environments:configure',
  params: projectParams,
  body: z.strictObject(trust),
  reply: z.object(trust),
  retryable: true,
});

const evidenceSchema = z.object({
  /** The digest of what was signed. */
  id: digestSchema,
  prompt: promptIdSchema,
  promptDigest: digestSchema,
  suite: z.string(),
  suiteDigest: digestSchema,
  cases: digestSchema,
  baseline: digestSchema.exactOptional(),
  verdict: z.enum(['passed', 'failed', 'inconclusive']),
  /** Whether it counts now: nothing speaks against the upload, and the suite is the accepted one. */
  counts: z.boolean(),
  /** Why it does not. */
  why: z.string().exactOptional(),
  /** How often machines ran this suite on this version, and how often it failed: the newest run decides. */
  runs: z.object({ total: z.int(), failed: z.int() }),
  run: z.string(),
  uploadedBy: actorSchema,
  createdAt: timeSchema,
});

const signature = z.object({ keyid: z.string(), sig: z.string() });
export const envelopeSchema = z.object({ payloadType: z.string(), payload: z.string(), signatures: z.array(signature) });

export const addEvidence = endpoint({
  name: 'addEvidence',
  summary: 'Judge a finished run by the stored suite and sign what comes of it; the same run again gives the same evidence',
  method: 'POST',
  path: `${project}/evidence`,
  permission: 'runs:write',
  params: projectParams,
  body: z.strictObject({ run: runIdSchema, baseline: runIdSchema.exactOptional() }),
  reply: evidenceSchema,
  retryable: true,
});

export const listEvidence = endpoint({
  name: 'listEvidence',
  summary: 'Evidence, newest first',
  method: 'GET',
  path: `${project}/evidence`,
  permission: 'runs:read',
  params: projectParams,
  query: z.strictObject({
    prompt: promptIdSchema.exactOptional(),
    digest: digestSchema.exactOptional(),
    suite: word.exactOptional(),
    ...pageQuery.shape,
  }),
  reply: z.object({ evidence: z.array(evidenceSchema), next: cursorSchema.exactOptional() }),
  retryable: true,
});

export const readEvidence = endpoint({
  name: 'readEvidence',
  summary: 'One piece of evidence with its signed envelope; named by its id or the first digits of it',
  method: 'GET',
  path: `${project}/evidence/:evidence`,
  permission: 'runs:read',
  params: z.strictObject({ project: projectNameSchema, evidence: z.string().regex(/^(?:sha256:)?[0-9a-f]{6,64}$/) }),
  reply: z.object({ evidence: evidenceSchema, envelope: envelopeSchema }),
  retryable: true,
});
