import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FINE, HOUR, happens, OPEN, START, WORSE } from '../../../../test/support/stepped-rollout.ts';
import type { RolloutEvent } from './rollout-event.ts';
import type { RolloutState } from './rollout-state.ts';

test('whatever happens, the ramp goes up by one step at a time, never on what is not known, and what ended stays', () => {
  const guardrail = fc.constantFrom(FINE, WORSE, OPEN, { ...WORSE, do: 'pause' as const }, { ...OPEN, because: 'no-figures' as const });
  const look = fc.record({
    event: fc.constantFrom<RolloutEvent>({ kind: 'tick' }, { kind: 'tick' }, { kind: 'pause' }, { kind: 'resume' }, { kind: 'abort' }),
    wait: fc.integer({ min: 0, max: 10 * HOUR }),
    guardrails: fc.array(guardrail, { minLength: 1, maxLength: 2 }),
    units: fc.integer({ min: 0, max: 1000 }),
    isBroken: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(look, { maxLength: 30 }), (looks) => {
      let state: RolloutState = START;
      let now = 0;
      for (const { event, wait, ...seen } of looks) {
        now += wait;
        const before: RolloutState = state;
        try {
          state = happens(before, event, { ...seen, now }).state;
        } catch {
          continue;
        }
        if (before.status === 'completed' || before.status === 'rolled-back') expect(state).toBe(before);
        if (!('step' in before && 'step' in state)) continue;
        expect(state.step - before.step === 0 || state.step - before.step === 1).toBe(true);
        if (state.step > before.step)
          expect(seen.guardrails.every(({ verdict, do: then }) => verdict === 'fine' || then === 'pause')).toBe(true);
      }
    }),
  );
});
