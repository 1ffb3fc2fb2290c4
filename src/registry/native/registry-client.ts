import { type Digest, digestOf } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { closeDraft, createDraft, listDrafts } from '../../protocol/drafts.ts';
import { listEnvironments, readHistory, readQuarantine, readState, setEnvironments } from '../../protocol/environments.ts';
import { whoami } from '../../protocol/governance.ts';
import { applyPins, planPins, rollbackPin, unquarantine } from '../../protocol/moves.ts';
import { listPrompts } from '../../protocol/prompts.ts';
import { listVersions, missingVersions, readContent, readSource, uploadVersions } from '../../protocol/versions.ts';
import type { Pins } from '../../release/environment.ts';
import { namesText } from '../../release/lockfile/blob-id.ts';
import type { EnvironmentRevision, Plan, Refusal, RolloutMove } from '../../release/plan.ts';
import type { ServedRollout } from '../../release/rollout/served-rollout.ts';
import type { DraftSummary, HistoryEntry, PromptSummary, Registry, Source, UploadedVersion, VersionSummary } from '../registry.ts';
import { accessCalls } from './access-calls.ts';
import { allPages } from './all-pages.ts';
import { auditCalls } from './audit-calls.ts';
import { datasetCalls } from './dataset-calls.ts';
import { eventCalls } from './event-calls.ts';
import { evidenceCalls } from './evidence-calls.ts';
import { type HttpCaller, httpCaller } from './http-caller.ts';
import { remoteRunCalls } from './remote-run-calls.ts';
import { reviewCalls } from './review-calls.ts';
import { rolloutCalls } from './rollout-calls.ts';
import { uploadBatches } from './upload-batches.ts';
import { webhookCalls } from './webhook-calls.ts';

export interface NativeRegistryOptions {
  readonly url: string;
  readonly token: string;
  readonly project: string;
  /** For one call with all its tries; default 30 s. */
  readonly fetchTimeoutMs?: number;
}

/** Rows asked for at once. */
const PAGE = 1000;

/** A registry of our own kind, over HTTP. The caller closes it. */
export function nativeRegistry({ url, token, project, fetchTimeoutMs = 30_000 }: NativeRegistryOptions): Registry {
  const http = httpCaller({ url, token, project, timeoutMs: fetchTimeoutMs });
  return {
    ...versionCalls(http),
    ...environmentCalls(http),
    ...governanceCalls(http),
    ...datasetCalls(http),
    ...reviewCalls(http),
    ...rolloutCalls(http),
    ...eventCalls(http),
    ...accessCalls(http),
    ...auditCalls(http, project),
    ...evidenceCalls(http),
    ...webhookCalls(http),
    ...remoteRunCalls(http),
    kind: 'native',
    close: () => http.close(),
  };
}

type VersionCalls = Pick<
  Registry,
  'missing' | 'upload' | 'prompts' | 'versions' | 'resolve' | 'content' | 'source' | 'createDraft' | 'drafts' | 'closeDraft'
>;

function versionCalls(http: HttpCaller): VersionCalls {
  return {
    missing: async (versions) =>
      (await http.call(missingVersions, { body: { versions: versions.map(({ id, digest }) => ({ id, digest })) } })).missing,

    async upload(batch) {
      const stored: UploadedVersion[] = [];
      for (const body of uploadBatches(batch)) stored.push(...(await http.call(uploadVersions, { body })).versions);
      return stored;
    },

    prompts: (filter = {}) =>
      allPages<PromptSummary>(async (cursor) => {
        const { prompts, next } = await http.call(listPrompts, { query: { ...filter, ...cursor, limit: PAGE } });
        return { items: prompts, next };
      }),

    versions: (prompt) => versionsWhere(http, prompt, {}),
    resolve: (prompt, reference) => versionsWhere(http, prompt, reference),
    content: (digest) => checkedContent(http, digest),

    async source(digest, blob) {
      try {
        return checkedSource(
          digest,
          await http.call(readSource, { params: { digest }, query: { ...(blob !== undefined && { blob }) } }),
          blob,
        );
      } catch (error) {
        if (error instanceof Failure && error.code === 'not-found') return undefined;
        throw error;
      }
    },

    createDraft: (body) => http.call(createDraft, { body }),
    closeDraft: (body) => http.call(closeDraft, { body }),

    drafts: (prompt) =>
      allPages<DraftSummary>(async (cursor) => {
        const { drafts, next } = await http.call(listDrafts, {
          query: { ...(prompt !== undefined && { prompt }), ...cursor, limit: PAGE },
        });
        return { items: drafts, next };
      }),
  };
}

function versionsWhere(http: HttpCaller, prompt: PromptId, where: { number?: number; prefix?: string }): Promise<VersionSummary[]> {
  return allPages(async (cursor) => {
    const { versions, next } = await http.call(listVersions, { params: { prompt }, query: { ...where, ...cursor, limit: PAGE } });
    return { items: versions, next };
  });
}

async function checkedContent(http: HttpCaller, digest: Digest) {
  const content = await http.call(readContent, { params: { digest } });
  if (digestOf(content) === digest) return content;
  throw new Failure('digest-mismatch', `The registry answered with a content that is not ${digest}.`, {
    hint: 'Someone changed the content on its way or in the registry; do not use it.',
  });
}

/** The text against its blob id; whether it says the content is for those to check who have the content. */
function checkedSource(digest: Digest, source: Source, asked = source.blob): Source {
  if (source.blob === asked && namesText(source.blob, source.text)) return source;
  throw new Failure('digest-mismatch', `The registry answered with a file for ${digest} that is not ${source.blob}.`, {
    hint: 'Someone changed the text on its way or in the registry; do not use it.',
  });
}

type EnvironmentCalls = Pick<
  Registry,
  'environments' | 'setEnvironments' | 'state' | 'plan' | 'apply' | 'rollback' | 'unquarantine' | 'history' | 'quarantine'
>;

function environmentCalls(http: HttpCaller): EnvironmentCalls {
  return {
    environments: async () => (await http.call(listEnvironments, {})).environments,
    setEnvironments: async (environments, reason) =>
      (await http.call(setEnvironments, { body: { environments, ...(reason !== undefined && { reason }) } })).environments,

    async state(environment) {
      const { pins, rollouts, project: _project, ...state } = await http.call(readState, { params: { environment } });
      return {
        ...state,
        pins: new Map(Object.entries(pins) as [PromptId, Digest][]),
        rollouts: new Map(Object.entries(rollouts) as [PromptId, ServedRollout][]),
      };
    },

    async plan(environment, { pins, ...options }): Promise<Plan> {
      const plan = await http.call(planPins, { params: { environment }, body: { ...options, pins: pinsJson(pins) } });
      // A newer registry may refuse with a code that this program has no name for; its message says it all the same.
      return { ...plan, refusals: plan.refusals as Refusal[], rollouts: (plan.rollouts ?? []) as RolloutMove[] };
    },

    apply: (environment, { pins, expected, ...request }) =>
      http.call(applyPins, { params: { environment }, body: { ...request, pins: pinsJson(pins), expected: revisionOf(expected) } }),
    rollback: (environment, { expected, ...request }) =>
      http.call(rollbackPin, { params: { environment }, body: { ...request, ...(expected && { expected: revisionOf(expected) }) } }),
    unquarantine: (environment, body) => http.call(unquarantine, { params: { environment }, body }),

    history: (environment, { prompt, limit = Number.POSITIVE_INFINITY } = {}) =>
      allPages<HistoryEntry>(async (cursor) => {
        const query = { ...(prompt !== undefined && { prompt }), ...cursor, limit: Math.min(limit, PAGE) };
        const { entries, next } = await http.call(readHistory, { params: { environment }, query });
        return { items: entries, next };
      }, limit),

    quarantine: async (environment) => (await http.call(readQuarantine, { params: { environment } })).quarantined,
  };
}

function governanceCalls(http: HttpCaller): Pick<Registry, 'whoami'> {
  return {
    whoami: () => http.call(whoami, {}),
  };
}

/** Callers hand over the plan or the state that they have; the server takes only its revision. */
function revisionOf({ epoch, revision }: EnvironmentRevision): EnvironmentRevision {
  return { epoch, revision };
}

function pinsJson(pins: Pins): Record<PromptId, Digest> {
  return Object.fromEntries(pins) as Record<PromptId, Digest>;
}
