import { expect, test } from 'vitest';
import { CANARY } from '../../../../test/support/stepped-rollout.ts';
import type { RolloutFile } from '../rollout-schema.ts';
import { explainCall, madeUpCalls, simulateRollout } from './simulate-rollout.ts';

const ROLLOUT: RolloutFile = { ...CANARY, unit: ['userId', 'sessionId'], rules: [{ if: { plan: 'beta' }, serve: 'candidate' }] };

test('counts what made-up calls get at each step, and how many a verdict would count', () => {
  const steps = simulateRollout(ROLLOUT, madeUpCalls(ROLLOUT, 10_000));
  expect(steps.map(({ coverage }) => coverage)).toEqual([0.01, 0.1, 1]);
  expect(Object.keys(steps[1]?.variants ?? {})).toEqual(['control', 'candidate']);
  const { control, candidate } = steps[1]?.variants ?? {};
  expect((control?.served ?? 0) + (candidate?.served ?? 0)).toBe(10_000);
  expect(candidate?.served).toBeGreaterThan(900);
  expect(candidate?.served).toBeLessThan(1100);
  expect(candidate?.compared).toBe(candidate?.served);
  expect(control?.compared).toBeGreaterThan(900);
  expect(control?.compared).toBeLessThan(1100);
  expect(steps[2]).toMatchObject({ variants: { candidate: { served: 10_000, compared: 0 } }, reasons: { draw: 10_000 } });
});

test('leaves out reasons that no call had', () => {
  const [step] = simulateRollout(ROLLOUT, [{ plan: 'beta' }, {}]);
  expect(step?.reasons).toEqual({ rule: 1, 'no-unit': 1 });
});

test('says what one call gets at each step, and why', () => {
  const held = { ...ROLLOUT, holdout: 'q3' };
  expect(explainCall(held, { sessionId: 's' }, { q3: 1 })).toMatchObject([
    { coverage: 0.01, variant: 'control', reason: 'holdout', unit: 's' },
    { coverage: 0.1, variant: 'control', reason: 'holdout' },
    { coverage: 1, variant: 'control', reason: 'holdout' },
  ]);
  expect(explainCall(held, { sessionId: 's' })[2]).toMatchObject({ variant: 'candidate', reason: 'draw', compared: false });
});
