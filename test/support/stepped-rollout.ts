import type { Digest } from '../../src/base/digest.ts';
import type { PromptId } from '../../src/prompt/prompt.ts';
import type { RolloutEvent } from '../../src/release/rollout/progress/rollout-event.ts';
import type { RolloutState, RolloutUnderWay } from '../../src/release/rollout/progress/rollout-state.ts';
import { stepRollout } from '../../src/release/rollout/progress/step-rollout.ts';
import type { RolloutFile } from '../../src/release/rollout/rollout-schema.ts';
import type { GuardrailVerdict, RolloutVerdict } from '../../src/release/rollout/verdict/rollout-verdict.ts';

export const HOUR = 3_600_000;
export const DIGEST = (digit: string) => `sha256:${digit.repeat(64)}` as Digest;
export const CANARY: RolloutFile = {
  prompt: 'support/triage' as PromptId,
  environment: 'production',
  mode: 'canary',
  seed: 'triage',
  unit: 'userId',
  control: DIGEST('a'),
  variants: [{ id: 'candidate', version: DIGEST('b'), weight: 1 }],
  ramp: [{ coverage: 0.01, for: '1h', minUnits: 200 }, { coverage: 0.1, for: '6h' }, { coverage: 1 }],
  guardrails: [{ metric: 'error_rate', worse: 'up', margin: 0.01, do: 'rollback' }],
  checks: { srm: 'hold', noTraffic: { after: '24h', do: 'hold' } },
};
export const FINE: GuardrailVerdict = {
  metric: 'error_rate',
  variant: 'candidate',
  do: 'rollback',
  verdict: 'fine',
  margin: 0.01,
  harm: { estimate: 0, low: -0.004, high: 0.004 },
  control: { units: 5000, mean: 0.02 },
  candidate: { units: 5000, mean: 0.02 },
};
export const WORSE: GuardrailVerdict = {
  ...FINE,
  verdict: 'worse',
  harm: { estimate: 0.05, low: 0.03, high: 0.07 },
  candidate: { units: 5000, mean: 0.07 },
};
export const OPEN: GuardrailVerdict = {
  ...FINE,
  verdict: 'inconclusive',
  because: 'interval',
  harm: { estimate: 0, low: -0.02, high: 0.02 },
};

export const START: RolloutUnderWay = { status: 'running', step: 0, since: 0, began: 0, ran: 0, overruled: [], told: [] };

/** What is seen when something happens; a quiet canary in the middle of its first step where nothing is said. */
export interface Look {
  readonly now?: number;
  readonly rollout?: RolloutFile;
  readonly guardrails?: readonly GuardrailVerdict[];
  readonly units?: number;
  readonly lastExposure?: number;
  readonly isBroken?: boolean;
}

/** What becomes of a rollout. */
export function happens(state: RolloutState, event: RolloutEvent, look: Look = {}) {
  const { now = 2 * HOUR, rollout = CANARY, guardrails = [FINE], units = 5000, lastExposure = now, isBroken = false } = look;
  const exposed = { control: units, candidate: units };
  const verdict: RolloutVerdict = {
    split: { expected: exposed, exposed, p: 1, sequentialP: isBroken ? 1e-5 : 1, isBroken },
    guardrails,
    smallestGroup: units,
    lastExposure,
  };
  return stepRollout(state, event, { rollout, now, verdict });
}

/** What becomes of it when the controller looks. */
export const tick = (state: RolloutState, look: Look = {}) => happens(state, { kind: 'tick' }, look);
