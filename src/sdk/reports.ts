import { sha256Hex } from '../base/digest.ts';
import { Failure } from '../base/failure.ts';
import type { JsonObject } from '../base/json/canonical-json.ts';
import type { Settings } from './options.ts';
import type { ServedDetails } from './prompt/served-details.ts';
import { backoff, letExit } from './registry/pause.ts';
import { askedToWait, type RegistryApi } from './registry/registry-api.ts';

/** Something that was measured of a call: 0 or 1 for what happened or not, milliseconds, dollars, a score. */
export interface Outcome {
  readonly metric: string;
  readonly value: number;
}

/** Tells the registry who got which variant, and what became of it: in batches, each once, later than the call. */
export interface Reports {
  expose(served: ServedDetails): void;
  track(served: ServedDetails, outcome: Outcome): void;
  /** Sends what waits. Never rejects: what cannot be sent is reported, and tried again until there is too much. */
  flush(): Promise<void>;
  /** How many were given up, because there were too many or because the registry does not take them. */
  readonly lost: number;
}

type Kind = 'exposures' | 'outcomes';

const FLUSH_MS = 2000;
/** As many as one request may carry. */
const BATCH = 1000;
/** What waits at most: some 3 MB. */
const WAITING = 10_000;
/** Units of which it is remembered that they were reported. */
const REMEMBERED = 50_000;

export function openReports(settings: Settings, api: RegistryApi | undefined): Reports {
  const waiting: Record<Kind, JsonObject[]> = { exposures: [], outcomes: [] };
  const reported = new Set<string>();
  let lost = 0;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending: Promise<void> | undefined;

  const flushLater = (milliseconds: number) => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void flush();
    }, milliseconds);
    letExit(timer);
  };
  const put = (kind: Kind, report: JsonObject) => {
    waiting[kind].push(report);
    // The oldest go first: who came lately is who is still there to be compared.
    if (waiting[kind].length > WAITING) {
      waiting[kind].shift();
      lost += 1;
    }
    flushLater(FLUSH_MS);
  };
  const sendAll = async (to: RegistryApi) => {
    for (const kind of ['exposures', 'outcomes'] as const) {
      while (waiting[kind].length > 0) {
        const batch = waiting[kind].slice(0, BATCH);
        try {
          await to.report(kind, batch, AbortSignal.timeout(settings.deadline));
        } catch (problem) {
          settings.onProblem(problem as Failure);
          if (mayComeThrough(problem as Failure)) {
            failures += 1;
            return flushLater(backoff(failures, askedToWait(problem as Failure)));
          }
          lost += batch.length;
        }
        failures = 0;
        const sent = new Set(batch);
        waiting[kind] = waiting[kind].filter((report) => !sent.has(report));
      }
    }
  };
  const flush = async () => {
    if (api === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    sending ??= sendAll(api).finally(() => {
      sending = undefined;
    });
    await sending;
  };

  return {
    get lost() {
      return lost;
    },
    expose(served) {
      const { rollout, unit, compared } = served;
      if (!settings.exposures || api === undefined || rollout === undefined || !compared || !isSendable(unit)) return;
      const key = `${rollout} ${served.variant} ${unit}`;
      if (reported.has(key)) return;
      if (reported.size >= REMEMBERED) reported.clear();
      reported.add(key);
      // Made of what it says: another process that sends the same one says nothing new.
      put('exposures', { id: sha256Hex(key).slice(0, 32), ...subject(served, unit), digest: served.digest, time: settings.clock() });
    },
    track(served, { metric, value }) {
      if (!Number.isFinite(value))
        throw new Failure('usage-invalid', `The value of "${metric}" must be a finite number.`, { hint: NUMBERS });
      if (!settings.exposures || api === undefined || served.rollout === undefined || !isSendable(served.unit)) return;
      put('outcomes', { id: crypto.randomUUID(), ...subject(served, served.unit), metric, value, time: settings.clock() });
    },
    flush,
  };
}

const NUMBERS = 'Give 0 or 1 for what happened or not, milliseconds, dollars, or a score.';

function subject({ prompt, environment, rollout = '', variant = '' }: ServedDetails, unit: string): JsonObject {
  return { prompt, environment, rollout, variant, unit };
}

/** What the registry takes as a unit: one that it does not would have the whole batch refused. */
function isSendable(unit: string | undefined): unit is string {
  return unit !== undefined && unit.length > 0 && unit.length <= 200 && /^[^\0\p{Cs}]*$/u.test(unit);
}

/** Trouble that passes; what a registry refuses it refuses again. */
function mayComeThrough({ code }: Failure): boolean {
  return [
    'registry-unreachable',
    'registry-broken',
    'rate-limited',
    'server-failed',
    'server-stopping',
    'database-busy',
    'database-unreachable',
    'database-full',
  ].includes(code);
}
