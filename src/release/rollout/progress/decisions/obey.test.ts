import { describe, expect, test } from 'vitest';
import { CANARY, happens, OPEN, START, WORSE } from '../../../../../test/support/stepped-rollout.ts';
import type { RolloutFile } from '../../rollout-schema.ts';
import type { RolloutState } from '../rollout-state.ts';

describe('a person', () => {
  test('approves, starts, pauses, resumes, advances and completes', () => {
    const said: string[] = [];
    let state: RolloutState = { status: 'draft', since: 0 };
    for (const kind of ['approve', 'start', 'pause', 'resume', 'advance', 'complete'] as const) {
      const stepped = happens(state, { kind, roles: [] });
      state = stepped.state;
      said.push(...stepped.changes.map(({ cause, because, to }) => `${to} (${cause}): ${because}`));
    }
    expect(said).toEqual([
      'approved (by-hand): Approved.',
      'running (by-hand): Started, over 1 %.',
      'paused (by-hand): Paused by hand.',
      'running (by-hand): Resumed by hand.',
      'running (by-hand): Advanced by hand, to 10 %.',
      'completed (by-hand): Completed by hand: candidate is served from now on.',
    ]);
    expect(state).toMatchObject({ status: 'completed', kept: 'candidate' });
  });

  test('aborts whatever has not ended', () => {
    for (const state of [{ status: 'draft', since: 0 }, { status: 'approved', since: 0 }, START] as const) {
      expect(happens(state, { kind: 'abort' }).state).toMatchObject({ status: 'rolled-back', kept: 'control' });
    }
  });

  test('goes on without waiting or proof, but not against what is shown', () => {
    expect(happens(START, { kind: 'advance', roles: [] }, { now: 1, guardrails: [OPEN] }).state).toMatchObject({ step: 1 });
    for (const kind of ['advance', 'complete'] as const) {
      expect(() => happens(START, { kind, roles: [] }, { guardrails: [WORSE] })).toThrow(
        expect.objectContaining({ code: 'rollout-worse' }),
      );
    }
    expect(happens(START, { kind: 'complete', roles: [], keep: 'control' }, { guardrails: [WORSE] }).state).toMatchObject({
      kept: 'control',
    });
  });

  test('does not complete past a step that wants the word of another', () => {
    const rollout: RolloutFile = { ...CANARY, ramp: [{ coverage: 0.1 }, { coverage: 0.5, approval: 'admin' }, { coverage: 1 }] };
    expect(() => happens(START, { kind: 'complete', roles: ['deployer'] }, { rollout })).toThrow(
      expect.objectContaining({ code: 'rollout-approval-missing' }),
    );
  });

  test('says what an experiment leaves behind', () => {
    const rollout: RolloutFile = { ...CANARY, mode: 'experiment', ramp: undefined };
    for (const keep of [{}, { keep: 'candidat' }]) {
      expect(() => happens(START, { kind: 'complete', roles: [], ...keep }, { rollout })).toThrow(
        expect.objectContaining({ code: 'usage-invalid' }),
      );
    }
  });

  test('is told what cannot be done where a rollout is', () => {
    const ended = { status: 'completed', since: 0, step: 2, kept: 'candidate' } as const;
    expect(() => happens(ended, { kind: 'resume' })).toThrow('A rollout that is completed cannot be asked to resume.');
    expect(() => happens({ ...START, step: 2 }, { kind: 'advance', roles: [] })).toThrow('The rollout is at its last step.');
  });
});
