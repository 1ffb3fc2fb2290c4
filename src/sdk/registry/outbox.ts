import type { Failure, FailureCode } from '../../base/failure.ts';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import type { Settings } from '../options.ts';
import { backoff, letExit } from './pause.ts';
import { askedToWait, type RegistryApi } from './registry-api.ts';

/** Reports that wait to be sent. */
export interface Outbox {
  put(kind: ReportKind, report: JsonObject): void;
  /** Sends what waits. Never rejects: what cannot be sent now is sent again later. */
  flush(): Promise<void>;
  /** How many were given up: because there were too many, or because the registry does not take them. */
  readonly lost: number;
}

type ReportKind = 'exposures' | 'outcomes';

const FLUSH_MS = 2000;
/** As many as one request may carry. */
const BATCH = 1000;
/** What waits at most: some 3 MB. */
const WAITING = 10_000;

/** Trouble that passes; what a registry refuses it refuses again. */
const PASSING: ReadonlySet<FailureCode> = new Set([
  'registry-unreachable',
  'registry-broken',
  'rate-limited',
  'server-failed',
  'server-stopping',
  'database-busy',
  'database-unreachable',
  'database-full',
]);

export function openOutbox({ deadline, onProblem }: Settings, api: Pick<RegistryApi, 'report'>): Outbox {
  const waiting: Record<ReportKind, JsonObject[]> = { exposures: [], outcomes: [] };
  let lost = 0;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending: Promise<void> | undefined;

  const flushLater = (milliseconds: number) => {
    timer ??= setTimeout(() => void flush(), milliseconds);
    letExit(timer);
  };
  const flush = async () => {
    clearTimeout(timer);
    timer = undefined;
    sending ??= sendAll().finally(() => {
      sending = undefined;
    });
    await sending;
  };
  const sendAll = async () => {
    for (const kind of ['exposures', 'outcomes'] as const) {
      while (waiting[kind].length > 0) {
        const batch = waiting[kind].slice(0, BATCH);
        const problem = await sent(kind, batch);
        if (problem !== undefined && PASSING.has(problem.code)) return flushLater(backoff(++failures, askedToWait(problem)));
        failures = 0;
        if (problem !== undefined) lost += batch.length;
        const done = new Set(batch);
        waiting[kind] = waiting[kind].filter((report) => !done.has(report));
      }
    }
  };
  const sent = (kind: ReportKind, batch: readonly JsonObject[]): Promise<Failure | undefined> =>
    api.report(kind, batch, AbortSignal.timeout(deadline)).then(
      () => undefined,
      (problem: Failure) => {
        onProblem(problem);
        return problem;
      },
    );

  return {
    get lost() {
      return lost;
    },
    put(kind, report) {
      waiting[kind].push(report);
      // The oldest go first: who came lately is who is still there to be compared.
      if (waiting[kind].length > WAITING) {
        waiting[kind].shift();
        lost += 1;
      }
      flushLater(FLUSH_MS);
    },
    flush,
  };
}
