import { type Digest, digestOf } from '../../base/digest.ts';
import type { CaseResult } from '../../evals/run.ts';
import type { BodyOf } from '../../protocol/endpoint.ts';
import {
  acceptSuite,
  addEvidence,
  listAcceptedSuites,
  listEvidence,
  readEvidence,
  setSuiteTrust,
  storeSuite,
} from '../../protocol/evidence.ts';
import { addResults, createRun, finishRun, listRuns, RESULTS_AT_ONCE } from '../../protocol/runs.ts';
import type { AcceptedSuite, Evidence, EvidenceCalls, RunSummary, RunUpload } from '../areas/evidence.ts';
import { allPages } from './all-pages.ts';
import type { HttpCaller } from './http-caller.ts';
import { wireSubject } from './wire-subject.ts';

/** Rows asked for at once. */
const PAGE = 1000;

/** The calls about runs and evidence. */
export function evidenceCalls(http: HttpCaller): EvidenceCalls {
  return {
    async storeSuite(suite, content) {
      await http.call(storeSuite, { params: { suite, digest: digestOf(content) }, body: { content } });
    },

    async storeRun(run, results) {
      const params = { run: run.id };
      await http.call(createRun, { params, body: runBody(run) });
      let sent = 0;
      for await (const some of batches(results)) {
        await http.call(addResults, { params, body: { results: some.map(uploadedResult) } });
        sent += some.length;
      }
      return await http.call(finishRun, { params, body: { results: sent } });
    },

    runs: (filter, limit) =>
      allPages<RunSummary>(async (cursor) => {
        const { runs, next } = await http.call(listRuns, { query: { ...filter, ...cursor, limit: Math.min(limit, PAGE) } });
        return { items: runs, next };
      }, limit),

    addEvidence: (run, baseline) => http.call(addEvidence, { body: { run, ...(baseline !== undefined && { baseline }) } }),
    evidenceNamed: (evidence) => http.call(readEvidence, { params: { evidence } }),
    evidence: (filter, limit) =>
      allPages<Evidence>(async (cursor) => {
        const { evidence, next } = await http.call(listEvidence, { query: { ...filter, ...cursor, limit: Math.min(limit, PAGE) } });
        return { items: evidence, next };
      }, limit),

    acceptSuite: (body) => http.call(acceptSuite, { body }),
    acceptedSuites: (suite) =>
      allPages<AcceptedSuite>(async (cursor) => {
        const { accepted, next } = await http.call(listAcceptedSuites, {
          query: { ...(suite !== undefined && { suite }), ...cursor, limit: PAGE },
        });
        return { items: accepted, next };
      }),
    async trustBranch(body) {
      await http.call(setSuiteTrust, { body });
    },
  };
}

function runBody({ subject, role, gate, file, command, commit }: RunUpload): BodyOf<typeof createRun> {
  const { uncalibrated } = gate;
  return {
    subject: wireSubject(subject),
    role,
    ...(file !== undefined && { file }),
    ...(command !== undefined && { command: command.slice(0, 2000) }),
    ...(commit !== undefined && { commit }),
    ...(uncalibrated && uncalibrated.length > 0 && { uncalibrated: [...uncalibrated] }),
  };
}

async function* batches(results: AsyncIterable<CaseResult> | Iterable<CaseResult>): AsyncGenerator<CaseResult[]> {
  let batch: CaseResult[] = [];
  for await (const result of results) {
    batch.push(result);
    if (batch.length < RESULTS_AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

type WireResult = BodyOf<typeof addResults>['results'][number];

/** Longest start of an answer, and longest reason, that a registry keeps. */
const ANSWER_LENGTH = 400;
const REASON_LENGTH = 2000;

/** A result as a registry takes it: scores whole, and the start of an answer that somebody will want to read. */
function uploadedResult({ caseId, sample, tags, group, label, answer, isBlank, error, scores, cached, spent }: CaseResult): WireResult {
  return {
    caseId: caseId as Digest,
    sample,
    tags: [...tags],
    ...(group !== undefined && { group }),
    label: shortened(label, REASON_LENGTH),
    ...(answer && { answer: uploadedAnswer(answer) }),
    ...(isBlank && { isBlank }),
    ...(error && { error: { code: error.code, message: shortened(error.message, REASON_LENGTH) } }),
    scores: scores.map(uploadedScore),
    cached,
    ...(spent !== undefined && { spent }),
  };
}

function uploadedAnswer({ text, latencyMs, cost, usage }: NonNullable<CaseResult['answer']>): NonNullable<WireResult['answer']> {
  const shown = { text: shortened(text, ANSWER_LENGTH), latencyMs };
  return { ...shown, ...(cost !== undefined && { cost }), ...(usage && { usage }) };
}

function uploadedScore(score: CaseResult['scores'][number]): WireResult['scores'][number] {
  if ('error' in score) return { scorer: score.scorer, error: shortened(score.error, REASON_LENGTH) };
  const { reason, verdict, ...rest } = score;
  return {
    ...rest,
    ...(reason !== undefined && { reason: shortened(reason, REASON_LENGTH) }),
    ...(verdict !== undefined && { verdict: shortened(verdict, REASON_LENGTH) }),
  };
}

function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
