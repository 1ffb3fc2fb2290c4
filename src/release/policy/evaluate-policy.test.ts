import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../base/digest.ts';
import type { Json } from '../../base/json/canonical-json.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { EnvironmentDefinition, EnvironmentName, EnvironmentPolicy } from '../environment.ts';
import type { Move } from '../plan.ts';
import { evaluatePolicy } from './evaluate-policy.ts';
import type { PolicyFacts } from './facts.ts';

const greet = 'greet' as PromptId;
const staging = 'staging' as EnvironmentName;
const A1 = digestOf('a1');
const B2 = digestOf('b2');

const OPEN: PolicyFacts = {
  now: Date.parse('2026-11-24T12:00:00Z'),
  promoter: 'promoter',
  isFirst: false,
  version: () => ({ hasModel: true, authors: ['author'], attested: [] }),
  revocation: () => undefined,
  isQuarantined: () => false,
  wasPinned: () => true,
  pinnedSince: () => undefined,
  approvals: () => [],
  rejections: () => [],
  evidence: () => [],
};

const production = (policy: Record<string, Json> = { after: 'staging' }): EnvironmentDefinition => ({
  name: 'production' as EnvironmentName,
  policy: policy as EnvironmentPolicy,
});
const codes = (definition: EnvironmentDefinition, moves: readonly Move[], facts: Partial<PolicyFacts> = {}) =>
  evaluatePolicy(definition, moves, { ...OPEN, ...facts }).map((refusal) => refusal.code);
const toB2: Move[] = [{ prompt: greet, from: A1, to: B2 }];

describe('evaluatePolicy', () => {
  test('lets through what the previous environment pins', () => {
    expect(codes(production(), toB2)).toEqual([]);
  });

  test('asks the environment that `after` names about exactly this prompt and digest', () => {
    const wasPinned: PolicyFacts['wasPinned'] = (environment, prompt, digest) =>
      environment === staging && prompt === greet && digest === A1;
    expect(codes(production(), [{ prompt: greet, to: A1 }], { wasPinned })).toEqual([]);
    expect(codes(production(), toB2, { wasPinned })).toEqual(['not-in-previous']);
    expect(codes(production(), [{ prompt: 'other' as PromptId, to: A1 }], { wasPinned })).toEqual(['not-in-previous']);
  });

  test('removes a pin without asking the previous environment', () => {
    expect(codes(production(), [{ prompt: greet, from: A1 }], { wasPinned: () => false, version: () => undefined })).toEqual([]);
  });

  test('refuses a quarantined digest and says how to release it', () => {
    const [refusal] = evaluatePolicy(production(), toB2, {
      ...OPEN,
      isQuarantined: (environment, _prompt, digest) => environment === 'production' && digest === B2,
    });
    expect(refusal).toMatchObject({ code: 'quarantined', prompt: greet });
    expect(refusal?.satisfy).toContain('promptlane unquarantine greet@');
  });

  test('refuses a digest that was rolled back in the environment before, and names that one', () => {
    const isQuarantined: PolicyFacts['isQuarantined'] = (environment, _prompt, digest) => environment === staging && digest === B2;
    const [refusal] = evaluatePolicy(production(), toB2, { ...OPEN, isQuarantined });
    expect(refusal).toMatchObject({ code: 'quarantined', message: expect.stringContaining('rolled back in staging') });
    expect(refusal?.satisfy).toContain('--env staging');
    expect(codes(production({}), toB2, { isQuarantined })).toEqual([]);
  });

  test('refuses a version that is not stored, and says only that', () => {
    expect(codes(production(), toB2, { version: () => undefined, wasPinned: () => false })).toEqual(['version-unknown']);
  });

  test('takes a version without a model in the first environment only', () => {
    const version = () => ({ hasModel: false, authors: [], attested: [] });
    expect(codes(production({}), toB2, { version })).toEqual(['model-missing']);
    expect(codes(production({}), toB2, { version, isFirst: true })).toEqual([]);
  });

  test.each<[Record<string, Json>, string]>([
    [{ require: { evidence: [{ suit: 'triage' }] } }, 'require.evidence.0.suite'],
    [{ require: { evidence: [{ suite: 'triage', maxAge: '7 moons' }] } }, 'require.evidence.0.maxAge'],
    [{ require: { approvals: { count: 0 } } }, 'require.approvals.count'],
    [{ require: { approvals: { count: 1, by: 'reviewer' } } }, 'require.approvals.by'],
    [{ require: { rollout: 'canary' } }, 'require.rollout'],
    [{ require: { soak: null } }, 'require.soak'],
    [{ require: true }, 'require'],
    [{ require: ['evidence'] }, 'require'],
    [{ when: [{ risk: 'high', require: { moonPhase: 'full' } }] }, 'when.0.require.moonPhase'],
    [{ freeze: [{ from: 'Fri 16:00', to: 'Mon 08:00', tz: 'Mars/Olympus' }] }, 'freeze.0.tz'],
    [{ freeze: [{ from: 'Fri 16:00', to: '2026-12-24', tz: 'UTC' }] }, 'freeze.0'],
    [{ freeze: null }, 'freeze'],
    [{ after: ['staging'] }, 'after'],
    [{ afetr: 'staging' }, 'afetr'],
  ])('refuses every move when the policy says %j', (policy, named) => {
    const removal: Move[] = [{ prompt: greet, from: A1 }];
    for (const moves of [toB2, removal]) {
      const refusals = evaluatePolicy(production(policy), moves, OPEN);
      expect(new Set(refusals.map((refusal) => refusal.code))).toEqual(new Set(['requirement-unknown']));
      expect(refusals[0]?.message).toContain(`\`${named}\``);
      expect(refusals[0]?.satisfy).not.toBe('');
    }
  });

  test('fails closed on any member it was not written for', () => {
    const known = ['after', 'within', 'require', 'when', 'freeze', 'inconclusive', 'evidence', 'approvals', 'soak', 'source', '__proto__'];
    const member = fc.string({ minLength: 1 }).filter((name) => !known.includes(name));
    fc.assert(
      fc.property(member, fc.jsonValue(), (name, value) => {
        expect(codes(production({ [name]: value as Json }), toB2)).toEqual(['requirement-unknown']);
        expect(codes(production({ require: { [name]: value as Json } }), toB2)).toEqual(['requirement-unknown']);
      }),
    );
  });

  test('names every refusal of every move at once', () => {
    const moves: Move[] = [...toB2, { prompt: 'other' as PromptId, to: A1 }];
    const facts = { wasPinned: () => false, isQuarantined: (environment: EnvironmentName) => environment === 'production' };
    expect(codes(production({ after: 'staging', moonPhase: 'full' }), moves, facts)).toEqual([
      'requirement-unknown',
      'quarantined',
      'not-in-previous',
      'quarantined',
      'not-in-previous',
    ]);
  });

  test('has nothing to say when nothing moves', () => {
    expect(codes(production({ moonPhase: 'full' }), [])).toEqual([]);
  });
});
