import { parseDuration } from '../../../../base/duration.ts';
import { guardrailText, quietText, splitText } from '../../verdict/verdict-text.ts';
import type { PauseCause, RolloutUnderWay } from '../rollout-state.ts';
import { isComparing, rolloutSteps } from '../rollout-steps.ts';
import type { Moment } from './moment.ts';

/** A sign that something is wrong, and what the rollout wants done. */
export interface Sign {
  /** Names it: a person overrules this sign and no other, and it is told once. */
  readonly id: string;
  readonly do: 'rollback' | 'pause' | 'notify';
  readonly cause: PauseCause;
  /** In words and figures. */
  readonly text: string;
}

/** What is wrong with a rollout at this moment, the gravest first. */
export function rolloutSigns(state: RolloutUnderWay, moment: Moment): Sign[] {
  const signs = [...guardrailSigns(moment), ...splitSigns(moment), ...quietSigns(state, moment)];
  return signs.toSorted((one, other) => GRAVITY.indexOf(one.do) - GRAVITY.indexOf(other.do));
}

const GRAVITY: readonly Sign['do'][] = ['rollback', 'pause', 'notify'];

function guardrailSigns({ verdict: { guardrails } }: Moment): Sign[] {
  return guardrails
    .filter(({ verdict }) => verdict === 'worse')
    .map((guardrail) => ({
      id: `guardrail ${guardrail.metric} ${guardrail.variant}`,
      do: guardrail.do,
      cause: 'guardrail',
      text: guardrailText(guardrail),
    }));
}

function splitSigns({ rollout: { checks }, verdict: { split } }: Moment): Sign[] {
  if (!split.isBroken) return [];
  return [{ id: 'srm', do: checks?.srm === 'notify' ? 'notify' : 'pause', cause: 'srm', text: splitText(split) }];
}

function quietSigns(state: RolloutUnderWay, { rollout, now, verdict }: Moment): Sign[] {
  const asked = rollout.checks?.noTraffic;
  const step = rolloutSteps(rollout)[state.step];
  // Where nothing is compared nothing is reported.
  if (asked === undefined || step === undefined || !isComparing(rollout, step)) return [];
  const quiet = now - Math.max(state.since, verdict.lastExposure ?? 0);
  if (quiet < (parseDuration(asked.after) ?? 0)) return [];
  return [{ id: 'no-traffic', do: asked.do === 'notify' ? 'notify' : 'pause', cause: 'no-traffic', text: quietText(asked.after) }];
}
