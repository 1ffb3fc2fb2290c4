import { expect, test } from 'vitest';
import { CANARY, DIGEST } from '../../../../test/support/stepped-rollout.ts';
import type { RolloutFile } from '../rollout-schema.ts';
import { changedMembers } from './changed-members.ts';
import type { RolloutState } from './rollout-state.ts';
import { servedRollout } from './serve-rollout.ts';

const ROLLOUT: RolloutFile = { ...CANARY, holdout: 'q3' };
const RUNNING: RolloutState = { status: 'running', step: 0, since: 0, began: 0, ran: 0, overruled: [], told: [] };
const served = (state: RolloutState, holdouts = {}) => servedRollout(ROLLOUT, state, { id: 'r1', holdouts });

test('applications are told what a decision needs, and nothing else', () => {
  const { prompt: _, environment: __, ramp: ___, guardrails: ____, checks: _____, ...decides } = ROLLOUT;
  expect(served(RUNNING, { q3: 0.05 })).toEqual({
    ...decides,
    id: 'r1',
    unit: ['userId'],
    coverage: 0.01,
    holdout: { name: 'q3', share: 0.05 },
  });
});

test('a pause keeps what is served', () => {
  expect(served({ ...RUNNING, status: 'paused', step: 1, pause: 'srm' })?.coverage).toBe(0.1);
});

test('a holdout that nobody declared holds nobody out', () => {
  expect(served(RUNNING, {})?.holdout).toEqual({ name: 'q3', share: 0 });
});

test.each<RolloutState>([
  { status: 'draft', since: 0 },
  { status: 'approved', since: 0 },
  { status: 'completed', since: 0, step: 1, kept: 'candidate' },
  { status: 'rolled-back', since: 0, step: 0, kept: 'control' },
])('nothing is served of one that is $status', (state) => {
  expect(served(state)).toBeUndefined();
});

test('names the members that a changed file says otherwise, whatever their order', () => {
  const { holdout: _, ...rest } = ROLLOUT;
  expect(changedMembers(ROLLOUT, { ...ROLLOUT })).toEqual([]);
  expect(changedMembers(ROLLOUT, { ...rest, seed: 'other', variants: [{ weight: 1, version: DIGEST('b'), id: 'candidate' }] })).toEqual([
    'holdout',
    'seed',
  ]);
});
