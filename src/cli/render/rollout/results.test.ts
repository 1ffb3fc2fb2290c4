import { Chalk } from 'chalk';
import { expect, test } from 'vitest';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { JudgedRollout } from '../../../registry/areas/rollouts.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import type { GuardrailVerdict } from '../../../release/rollout/verdict/rollout-verdict.ts';
import { resultsText } from './results.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const GUARDRAIL: GuardrailVerdict = {
  metric: 'error_rate',
  variant: 'candidate',
  do: 'rollback',
  verdict: 'fine',
  margin: 0.1,
  control: { units: 500, mean: 0.05 },
  candidate: { units: 480, mean: 0.02 },
};

function judged(guardrails: readonly GuardrailVerdict[], isBroken = false): JudgedRollout {
  const { metric, variant, control, candidate } = GUARDRAIL;
  const difference = { estimate: -0.03, low: -0.05, high: -0.01 };
  return {
    rollout: {
      id: `rol_${'0'.repeat(16)}`,
      prompt: 'support/triage' as PromptId,
      environment: 'production' as EnvironmentName,
      coverage: 0.1,
      state: { status: 'running', since: 0, step: 1, began: 0, ran: 0, overruled: [], told: [] },
      definition: {
        prompt: 'support/triage' as PromptId,
        environment: 'production',
        mode: 'canary',
        seed: 's',
        unit: 'userId',
        control: DIGEST,
        variants: [{ id: 'candidate', version: DIGEST, weight: 1 }],
        ramp: [{ coverage: 0.01 }, { coverage: 0.1 }, { coverage: 1 }],
      },
      createdBy: { id: 'machine-1', name: 'ci' },
      createdAt: 0,
    },
    results: [{ metric, variant, control, candidate, difference, shown: 'less' }],
    verdict: {
      split: { expected: { control: 490, candidate: 490 }, exposed: { control: 500, candidate: 480 }, p: 0.5, sequentialP: 1, isBroken },
      guardrails,
      smallestGroup: 480,
    },
  };
}

const text = (guardrails: readonly GuardrailVerdict[], isBroken?: boolean) =>
  resultsText(judged(guardrails, isBroken), new Chalk({ level: 0 }), 200);

test('shows each variant beside control with its interval, and what the guardrails let one decide', () => {
  expect(text([GUARDRAIL])).toBe(`support/triage in production is running at 10 %, step 2 of 3
metric      variant    control     variant has  difference (95 %)     shown
error_rate  candidate  0.05 (500)  0.02 (480)   -0.03 [-0.05, -0.01]  less
✓ Go on: every guardrail is shown to be kept.`);
});

test.each([
  ['worse', 'Go back: candidate in error_rate is shown to be worse.'],
  ['inconclusive', 'Wait: candidate in error_rate is not shown to be harmless yet.'],
] as const)('says what follows where a guardrail is %s', (verdict, said) => {
  expect(text([GUARDRAIL, { ...GUARDRAIL, verdict }])).toContain(said);
});

test('lets nothing be decided on a split that is broken', () => {
  const shown = text([GUARDRAIL], true);
  expect(shown).toContain('No figure can be trusted.');
  expect(shown).not.toContain('Go on');
});
