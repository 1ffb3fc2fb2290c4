import { describe, expect, test } from 'vitest';
import { readRollout } from './read-rollout.ts';

const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;

const CANARY = `prompt: support/triage
environment: production
mode: canary
seed: triage-2026-09
unit: [userId, sessionId]
control: ${A}
variants: [{ id: candidate, version: ${B}, weight: 1 }]
exclusive: { group: support, range: [0, 0.5] }
holdout: q3
rules:
  - { if: { country: { in: [DE, FR] } }, serve: control }
  - { if: { plan: beta, age: { gte: 18 } }, serve: candidate }
ramp:
  - { coverage: 0.01, for: 30m, minUnits: 200 }
  - { coverage: 0.5, for: 24h, approval: deployer }
  - { coverage: 1 }
guardrails:
  - { metric: error_rate, worse: up, margin: 0.01, do: rollback }
checks: { srm: hold, noTraffic: { after: 24h, do: hold } }
`;
const PROJECT = { prompts: ['support/triage'], environments: ['staging', 'production'], place: 'production/support/triage' };

/** `rule line:column` of each finding. */
function findings(text: string, project = PROJECT): string[] {
  const { rollout, diagnostics } = readRollout({ file: 'r.rollout.yaml', text }, project);
  if (diagnostics.some(({ severity }) => severity === 'error')) expect(rollout).toBeUndefined();
  return diagnostics.map(({ rule, range }) => `${rule} ${range.line}:${range.column}`);
}

test('reads a whole canary', () => {
  expect(findings(CANARY)).toEqual([]);
  expect(readRollout({ file: 'r.rollout.yaml', text: CANARY }).rollout).toMatchObject({ prompt: 'support/triage', mode: 'canary' });
});

describe('what is wrong is located', () => {
  test.each([
    ['a misspelt key', CANARY.replace('holdout:', 'holdOut:'), ['unknown-key 9:1']],
    ['a short digest', CANARY.replace(`control: ${A}`, 'control: 3f9a1c2b7d04'), ['wrong-value 6:10']],
    ['a mode that is none', CANARY.replace('mode: canary', 'mode: canery'), ['wrong-value 3:7']],
    ['a duration without a unit', CANARY.replace('for: 30m', 'for: 30'), ['wrong-value 14:28']],
    ['a range that ends before it starts', CANARY.replace('[0, 0.5]', '[0.5, 0]'), ['wrong-value 8:37']],
    ['an empty condition', CANARY.replace('{ in: [DE, FR] }', '{}'), ['wrong-value 11:22']],
    ['a rule that serves nobody we know', CANARY.replace('serve: candidate', 'serve: candidat'), ['rollout-variant-unknown 12:52']],
    ['coverage that does not grow', CANARY.replace('coverage: 0.5', 'coverage: 0.01'), ['rollout-ramp 15:17']],
    ['a canary that never takes over', CANARY.replace('coverage: 1 }', 'coverage: 0.9 }'), ['rollout-ramp 16:17']],
    ['a canary without steps', CANARY.replace(/^ramp:\n(?: .*\n)+/m, ''), ['rollout-ramp 1:1']],
    ['a variant that is control', CANARY.replace(`version: ${B}`, `version: ${A}`), ['rollout-control 7:38']],
    [
      'a canary with a variant called control',
      CANARY.replace('id: candidate', 'id: control'),
      ['rollout-control 7:18', 'rollout-control 7:36', 'rollout-variant-unknown 12:52'],
    ],
    ['an experiment without a control of its own', CANARY.replace('mode: canary', 'mode: experiment'), ['rollout-control 7:11']],
    [
      'a prompt that is not there',
      CANARY.replace('prompt: support/triage', 'prompt: support/triag'),
      ['rollout-prompt-unknown 1:9', 'rollout-misplaced 1:9'],
    ],
    [
      'an environment that is not there',
      CANARY.replace('environment: production', 'environment: prod'),
      ['rollout-misplaced 1:9', 'rollout-environment-unknown 2:14'],
    ],
  ])('%s', (_what, text, expected) => {
    expect(findings(text)).toEqual(expected);
  });

  test('two variants of one name', () => {
    const text = CANARY.replace('weight: 1 }]', `weight: 1 }, { id: candidate, version: ${B}, weight: 1 }]`);
    expect(findings(text).map((finding) => finding.split(' ')[0])).toEqual(['rollout-variant-twice']);
  });

  test('a file in the wrong place, with where it belongs', () => {
    const { diagnostics } = readRollout({ file: 'r', text: CANARY }, { ...PROJECT, place: 'staging/support/triage' });
    expect(diagnostics).toMatchObject([
      { rule: 'rollout-misplaced', hint: expect.stringContaining('production/support/triage.rollout.yaml') },
    ]);
  });
});

test('an experiment has its control among the variants', () => {
  const text = CANARY.replace('mode: canary', 'mode: experiment').replace(
    'variants: [',
    `variants: [{ id: control, version: ${A}, weight: 1 }, `,
  );
  expect(findings(text)).toEqual([]);
});
