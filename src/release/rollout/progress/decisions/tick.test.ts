import { describe, expect, test } from 'vitest';
import { CANARY, DIGEST, HOUR, happens, type Look, OPEN, START, tick, WORSE } from '../../../../../test/support/stepped-rollout.ts';
import type { RolloutFile } from '../../rollout-schema.ts';

describe('the end of a step', () => {
  test('comes when it ran long enough, had enough units, and its guardrails are shown to be kept', () => {
    const { state, changes } = tick(START);
    expect(state).toEqual({ ...START, step: 1, since: 2 * HOUR, began: 2 * HOUR });
    expect(changes).toEqual([
      { kind: 'advanced', cause: 'schedule', because: expect.stringContaining('10 %'), from: 'running', to: 'running' },
    ]);
  });

  test.each<[string, Look]>([
    ['too early', { now: HOUR - 1 }],
    ['too few units', { units: 199 }],
  ])('does not come: %s', (_what, look) => {
    const { state, changes } = tick(START, look);
    expect(state).toBe(START);
    expect(changes).toEqual([]);
  });

  test.each<[string, Look, string]>([
    ['neither worse nor fine', { guardrails: [OPEN] }, 'the margin is within what is still possible'],
    ['no figures', { guardrails: [{ ...OPEN, because: 'no-figures' }] }, 'there are no figures'],
    ['nobody exposed since it began', { lastExposure: -1 }, 'Nobody was exposed'],
  ])('is a pause, not an advance, when it is inconclusive: %s', (_what, look, because) => {
    const { state, changes } = tick(START, look);
    expect(state).toMatchObject({ status: 'paused', pause: 'inconclusive', step: 0 });
    expect(changes).toMatchObject([{ kind: 'paused', cause: 'inconclusive', because: expect.stringContaining(because) }]);
  });

  test('is an advance where the step says so, but never on missing figures', () => {
    const rollout: RolloutFile = { ...CANARY, ramp: [{ coverage: 0.01, onInconclusive: 'advance' }, { coverage: 1 }] };
    expect(tick(START, { rollout, guardrails: [OPEN] }).state).toMatchObject({ status: 'running', step: 1 });
    for (const because of ['no-figures', 'too-few-units', 'uneven', 'no-spread'] as const) {
      expect(tick(START, { rollout, guardrails: [{ ...OPEN, because }] }).state).toMatchObject({ status: 'paused', step: 0 });
    }
    expect(tick(START, { rollout, guardrails: [OPEN], lastExposure: -1 }).state).toMatchObject({ status: 'paused', step: 0 });
  });

  test('asks for no proof of a guardrail that only tells', () => {
    expect(tick(START, { guardrails: [{ ...OPEN, do: 'notify' }] }).state).toMatchObject({ status: 'running', step: 1 });
  });

  test('waits for the word of a role', () => {
    const rollout: RolloutFile = { ...CANARY, ramp: [{ coverage: 0.5, approval: 'deployer' }, { coverage: 1 }] };
    const { state } = tick(START, { rollout });
    expect(state).toMatchObject({ status: 'paused', pause: 'approval' });
    expect(() => happens(state, { kind: 'resume' }, { rollout })).toThrow(expect.objectContaining({ code: 'rollout-impossible' }));
    expect(() => happens(state, { kind: 'advance', roles: ['reviewer'] }, { rollout })).toThrow(
      expect.objectContaining({ code: 'rollout-approval-missing' }),
    );
    expect(happens(state, { kind: 'advance', roles: ['reviewer', 'deployer'] }, { rollout }).state).toMatchObject({
      status: 'running',
      step: 1,
    });
  });

  test('does not count pauses', () => {
    const paused = happens(START, { kind: 'pause' }, { now: 0.5 * HOUR }).state;
    const resumed = happens(paused, { kind: 'resume' }, { now: 10 * HOUR }).state;
    expect(tick(resumed, { now: 10.4 * HOUR }).state).toBe(resumed);
    expect(tick(resumed, { now: 10.5 * HOUR }).state).toMatchObject({ step: 1 });
  });

  test('is not brought nearer by a clock that goes back', () => {
    expect(tick({ ...START, since: 5 * HOUR }, { now: 0 }).state).toMatchObject({ step: 0, ran: 0 });
  });
});

describe('the last step', () => {
  const last = { ...START, step: 2 };

  test('of a canary ends with its variant in charge', () => {
    expect(tick(last).state).toEqual({ status: 'completed', since: 2 * HOUR, step: 2, kept: 'candidate' });
  });

  test.each<[string, Partial<RolloutFile>]>([
    ['of an experiment', { mode: 'experiment' }],
    ['of a flag', { mode: 'flag' }],
    ['of a canary that covers less than all', { ramp: [{ coverage: 0.1 }, { coverage: 0.2 }, { coverage: 0.5 }] }],
    ['of a canary of two variants', { variants: [...CANARY.variants, { id: 'other', version: DIGEST('c'), weight: 1 }] }],
  ])('%s lasts until somebody ends it', (_what, changed) => {
    expect(tick(last, { rollout: { ...CANARY, ...changed } }).state).toBe(last);
  });
});

describe('what is wrong', () => {
  test('rolls back at once, with the figures, even in the middle of a pause', () => {
    for (const state of [START, { ...START, status: 'paused', pause: 'operator' } as const]) {
      const stepped = tick(state, { now: 1, guardrails: [WORSE] });
      expect(stepped.state).toEqual({ status: 'rolled-back', since: 1, step: 0, kept: 'control' });
      expect(stepped.changes).toMatchObject([{ kind: 'rolled-back', cause: 'guardrail', to: 'rolled-back' }]);
      expect(stepped.changes[0]?.because).toBe(
        'error_rate of candidate is worse by 0.03 to 0.07, more than the 0.01 that is accepted (candidate 0.07 over 5,000 units, control 0.02 over 5,000 units).',
      );
    }
  });

  test.each<[string, Look, string]>([
    ['a guardrail that pauses', { guardrails: [{ ...WORSE, do: 'pause' }] }, 'guardrail'],
    ['units that do not split as they should', { isBroken: true }, 'srm'],
    ['silence', { now: 24 * HOUR, lastExposure: 0 }, 'no-traffic'],
  ])('pauses: %s', (_what, look, cause) => {
    expect(tick(START, { now: 1, ...look }).state).toMatchObject({ status: 'paused', pause: cause });
  });

  test('that a person saw and resumed in spite of pauses nothing in this step again', () => {
    const look = { now: 1, guardrails: [{ ...WORSE, do: 'pause' }] } as const;
    const resumed = happens(tick(START, look).state, { kind: 'resume' }, look).state;
    expect(tick(resumed, look).state).toBe(resumed);
    expect(tick({ ...START, step: 1 }, look).state).toMatchObject({ status: 'paused' });
    expect(tick(resumed, { now: 2, isBroken: true }).state).toMatchObject({ status: 'paused', pause: 'srm' });
  });

  test('is told once, and stops nothing, where that is all that is asked', () => {
    const rollout: RolloutFile = { ...CANARY, checks: { srm: 'notify', noTraffic: { after: '1h', do: 'notify' } } };
    const look = { rollout, now: HOUR, lastExposure: 0, isBroken: true, units: 0, guardrails: [{ ...WORSE, do: 'notify' }] } as const;
    const first = tick(START, look);
    expect(first.state).toMatchObject({ status: 'running', told: ['guardrail error_rate candidate', 'srm', 'no-traffic'] });
    expect(first.changes.map(({ kind }) => kind)).toEqual(['told', 'told', 'told']);
    expect(tick(first.state, look)).toEqual({ state: first.state, changes: [] });
  });

  test('is not silence where nothing is compared', () => {
    const flag: RolloutFile = { ...CANARY, mode: 'flag', ramp: undefined, guardrails: undefined };
    expect(tick(START, { rollout: flag, now: 48 * HOUR, lastExposure: 0 }).state).toBe(START);
  });
});

describe('an inconclusive step', () => {
  test('that is resumed has the time of the whole step to find an answer', () => {
    const paused = tick(START, { guardrails: [OPEN] }).state;
    const resumed = happens(paused, { kind: 'resume' }, { now: 5 * HOUR, guardrails: [OPEN] }).state;
    expect(tick(resumed, { now: 6 * HOUR - 1, guardrails: [OPEN] }).state).toBe(resumed);
    expect(tick(resumed, { now: 6 * HOUR, guardrails: [OPEN] }).state).toMatchObject({ status: 'paused', pause: 'inconclusive' });
    expect(tick(resumed, { now: 6 * HOUR }).state).toMatchObject({ step: 1 });
  });
});
