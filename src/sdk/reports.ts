import { sha256Hex } from '../base/digest.ts';
import { Failure } from '../base/failure.ts';
import type { JsonObject } from '../base/json/canonical-json.ts';
import type { Settings } from './options.ts';
import type { ServedDetails } from './prompt/served-details.ts';
import { openOutbox } from './registry/outbox.ts';
import type { RegistryApi } from './registry/registry-api.ts';

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

/** What the registry takes. */
const LONGEST_UNIT = 200;
const LONGEST_METRIC = 100;
const LARGEST = 1e9;
/** Units of which it is remembered that they were reported. */
const REMEMBERED = 50_000;

export function openReports(settings: Settings, api: RegistryApi | undefined): Reports {
  const outbox = api === undefined || !settings.exposures ? undefined : openOutbox(settings, api);
  const reported = new Set<string>();
  return {
    get lost() {
      return outbox?.lost ?? 0;
    },
    expose(served) {
      const { rollout, unit, compared } = served;
      if (outbox === undefined || rollout === undefined || !compared || !isSendable(unit, LONGEST_UNIT)) return;
      const key = `${rollout} ${served.variant} ${unit}`;
      if (reported.has(key)) return;
      if (reported.size >= REMEMBERED) reported.clear();
      reported.add(key);
      // Made of what it says: another process that sends the same one says nothing new.
      const id = sha256Hex(key).slice(0, 32);
      outbox.put('exposures', { id, ...subject(served, unit), digest: served.digest, time: settings.clock() });
    },
    track(served, { metric, value }) {
      if (!isSendable(metric, LONGEST_METRIC))
        throw wrong(`"${metric}" is no name of a metric.`, `Give 1 to ${LONGEST_METRIC} characters.`);
      if (!(Math.abs(value) <= LARGEST)) throw wrong(`The value of "${metric}" must be a number between ±${LARGEST}.`, NUMBERS);
      const { rollout, unit } = served;
      if (outbox === undefined || rollout === undefined || !isSendable(unit, LONGEST_UNIT)) return;
      outbox.put('outcomes', { id: crypto.randomUUID(), ...subject(served, unit), metric, value, time: settings.clock() });
    },
    flush: async () => outbox?.flush(),
  };
}

const NUMBERS = 'Give 0 or 1 for what happened or not, milliseconds, dollars, or a score.';

function subject({ prompt, environment, rollout = '', variant = '' }: ServedDetails, unit: string): JsonObject {
  return { prompt, environment, rollout, variant, unit };
}

/** What the registry takes as a name: with one that it does not, it would refuse the whole batch. */
function isSendable(name: string | undefined, longest: number): name is string {
  return name !== undefined && name.length > 0 && name.length <= longest && /^[^\0\p{Cs}]*$/u.test(name);
}

function wrong(message: string, hint: string): Failure {
  return new Failure('usage-invalid', message, { hint });
}
