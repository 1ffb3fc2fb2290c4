import { describe, expect, test } from 'vitest';
import { digestOf } from '../../base/digest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { EnvironmentDefinition, EnvironmentName, EnvironmentPolicy } from '../environment.ts';
import { evaluatePolicy, policyNotes } from './evaluate-policy.ts';
import type { ApprovalFact, EvidenceFact, PolicyFacts } from './facts.ts';

const prompt = 'support/triage' as PromptId;
const A1 = digestOf('a1');
const B2 = digestOf('b2');
const NOW = Date.parse('2026-11-24T12:00:00Z');
const HOUR = 3_600_000;

const FACTS: PolicyFacts = {
  now: NOW,
  promoter: 'pat',
  isFirst: false,
  version: () => ({ hasModel: true, authors: ['ada'], risk: 'low', attested: [] }),
  revocation: () => undefined,
  isQuarantined: () => false,
  wasPinned: () => true,
  pinnedSince: () => undefined,
  approvals: () => [],
  rejections: () => [],
  evidence: () => [],
};

const production = (policy: EnvironmentPolicy): EnvironmentDefinition => ({ name: 'production' as EnvironmentName, policy });
const MOVES = [{ prompt, from: A1, to: B2 }];
const refusals = (policy: EnvironmentPolicy, facts: Partial<PolicyFacts> = {}) =>
  evaluatePolicy(production(policy), MOVES, { ...FACTS, ...facts });
const notesOf = (policy: EnvironmentPolicy, facts: Partial<PolicyFacts>) => policyNotes(production(policy), MOVES, { ...FACTS, ...facts });
const codes = (policy: EnvironmentPolicy, facts?: Partial<PolicyFacts>) => refusals(policy, facts).map(({ code }) => code);

describe('approvals', () => {
  const by = (...users: string[]) => ({ approvals: () => users.map((user): ApprovalFact => ({ by: user, role: 'reviewer' })) });
  const one = { require: { approvals: { count: 1 } } };

  test('count people, neither the author nor the promoter', () => {
    expect(codes(one)).toEqual(['approval-missing']);
    expect(codes(one, by('ada'))).toEqual(['approval-missing']);
    expect(codes(one, by('pat'))).toEqual(['approval-missing']);
    expect(codes(one, by('rita'))).toEqual([]);
    expect(codes({ require: { approvals: { count: 2 } } }, by('rita', 'rita'))).toEqual(['approval-missing']);
    expect(codes({ require: { approvals: { count: 2 } } }, by('rita', 'rob'))).toEqual([]);
  });

  test('may be given by the author where the policy says so', () => {
    expect(codes({ require: { approvals: { count: 1, notBy: ['promoter'] } } }, by('ada'))).toEqual([]);
  });

  test('are one more when nobody knows who wrote the version', () => {
    const unknown = { version: () => ({ hasModel: true, authors: [], attested: [] }) };
    expect(codes(one, { ...unknown, ...by('rita') })).toEqual(['approval-missing']);
    expect(codes(one, { ...unknown, ...by('rita', 'rob') })).toEqual([]);
  });

  test('of a role are not those of a lesser one', () => {
    const admin = { require: { approvals: { count: 1, role: 'admin' } } };
    expect(codes(admin, by('rita'))).toEqual(['approval-missing']);
    expect(codes(admin, { approvals: () => [{ by: 'root', role: 'admin' }] })).toEqual([]);
    expect(codes(one, { approvals: () => [{ by: 'root', role: 'admin' }] })).toEqual([]);
  });

  test('may be asked of some prompts only', () => {
    const some = (prompts: string) => ({ require: { approvals: { count: 1, prompts } } });
    expect(codes(some('support/*'))).toEqual(['approval-missing']);
    expect(codes(some('billing/*'))).toEqual([]);
  });

  test('do not outweigh a rejection, where any are asked for', () => {
    const rejected = { ...by('rita'), rejections: () => [{ name: 'Rob', reason: 'It promises a refund.' }] };
    expect(codes(one, rejected)).toEqual(['rejected']);
    expect(codes({}, rejected)).toEqual([]);
  });
});

describe('evidence', () => {
  const run = (more: Partial<EvidenceFact> = {}): EvidenceFact => ({
    id: 'ev1',
    suite: 'triage',
    isAccepted: true,
    baseline: A1,
    verdict: 'passed',
    at: NOW - HOUR,
    ...more,
  });
  const facts = (...runs: EvidenceFact[]) => ({ evidence: () => runs });
  const asked = { require: { evidence: [{ suite: 'triage', maxAge: '7d', baseline: 'active' }] } };

  test.each<[string, EvidenceFact[], string[]]>([
    ['a fresh run that passed', [run()], []],
    ['no run', [], ['evidence-missing']],
    ['a run of another suite', [run({ suite: 'tone' })], ['evidence-missing']],
    ['a run of a suite that nobody accepted', [run({ isAccepted: false })], ['evidence-missing']],
    ['a run that does not count', [run({ discounted: 'it ran on a laptop' })], ['evidence-missing']],
    ['a run that failed', [run({ verdict: 'failed' })], ['evidence-failed']],
    ['a run that failed after one passed', [run({ verdict: 'failed' }), run({ at: NOW })], ['evidence-failed']],
    ['a run that cannot tell', [run({ verdict: 'inconclusive' })], []],
    ['a run of last month', [run({ at: NOW - 8 * 24 * HOUR })], ['evidence-stale']],
    ['a run against what is no longer pinned', [run({ baseline: digestOf('old') })], ['evidence-stale']],
    ['a run against nothing', [run({ baseline: 'none' })], ['evidence-stale']],
  ])('answers to %s', (_name, runs, expected) => {
    expect(codes(asked, facts(...runs))).toEqual(expected);
  });

  test('that cannot tell is refused where the policy says so', () => {
    expect(codes({ ...asked, inconclusive: 'refuse' }, facts(run({ verdict: 'inconclusive' })))).toEqual(['evidence-inconclusive']);
  });

  test.each<[string, EvidenceFact[], number]>([
    ['passed at once', [run()], 0],
    ['was run until it passed', [run(), run({ verdict: 'failed' }), run({ verdict: 'failed', isAccepted: false })], 1],
    ['failed on a laptop', [run(), run({ verdict: 'failed', discounted: 'it ran on a laptop' })], 0],
    ['failed in another suite', [run(), run({ suite: 'tone', verdict: 'failed' })], 0],
    ['fails now, which is refused', [run({ verdict: 'failed' }), run({ verdict: 'failed' })], 0],
  ])('tells who looks at the plan of a version that %s', (_name, runs, notes) => {
    const found = notesOf(asked, facts(...runs));
    expect(found).toHaveLength(notes);
    for (const note of found) expect(note).toContain('ran 3 times on this version and failed 2 of them');
  });
});

describe('soak', () => {
  const asked = { require: { soak: { in: 'staging', for: '1h' } } };

  test('asks for time without a break, and says when it ends', () => {
    expect(codes(asked)).toEqual(['soaking']);
    expect(codes(asked, { pinnedSince: () => NOW - HOUR })).toEqual([]);
    const [refusal] = refusals(asked, { pinnedSince: () => NOW - HOUR + 1 });
    expect(refusal).toMatchObject({ code: 'soaking', satisfy: expect.stringContaining('2026-11-24T12:00:00.001Z') });
  });
});

describe('source', () => {
  const asked = { require: { source: { branch: 'main', repository: 'acme/prompts' } } };
  const from = (branch: string, repository?: string) => ({
    version: () => ({ hasModel: true, authors: ['ada'], attested: [{ branch, ...(repository && { repository }) }] }),
  });

  test('believes only what someone vouched for', () => {
    expect(codes(asked)).toEqual(['wrong-branch']);
    expect(codes(asked, from('main'))).toEqual(['wrong-branch']);
    expect(codes(asked, from('feature', 'acme/prompts'))).toEqual(['wrong-branch']);
    expect(codes(asked, from('main', 'mallory/prompts'))).toEqual(['wrong-branch']);
    expect(codes(asked, from('main', 'acme/prompts'))).toEqual([]);
  });
});

describe('when', () => {
  const asked = { when: [{ risk: 'high', require: { approvals: { count: 1 } } }] };
  const risk = (level?: 'low' | 'high') => ({
    version: () => ({ hasModel: true, attested: [], authors: ['ada'], ...(level && { risk: level }) }),
  });

  test('asks more of what says that it is risky, and of what does not say how risky it is', () => {
    expect(codes(asked, risk('low'))).toEqual([]);
    expect(codes(asked, risk('high'))).toEqual(['approval-missing']);
    expect(codes(asked, risk())).toEqual(['approval-missing']);
  });

  test('asks more of prompts that it names', () => {
    const named = (prompts: string) => ({ when: [{ prompts, require: { approvals: { count: 1 } } }] });
    expect(codes(named('support/**'))).toEqual(['approval-missing']);
    expect(codes(named('billing/**'))).toEqual([]);
  });
});

test('a revoked version is refused whatever else is true, and nothing more is said', () => {
  const policy = { require: { approvals: { count: 1 } } };
  expect(refusals(policy, { revocation: () => ({ reason: 'It leaks addresses.' }), isQuarantined: () => true })).toMatchObject([
    { code: 'revoked', message: expect.stringContaining('It leaks addresses.') },
  ]);
});
