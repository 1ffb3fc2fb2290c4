import { describe, expect, test } from 'vitest';
import type { PromptId } from '../../prompt/prompt.ts';
import { readSuite } from './read-suite.ts';
import { coversPrompt, suiteDigest } from './suite.ts';

const TEXT = `suite: a
prompts: [a]
dataset: d.csv
scorers: [{ id: s, uses: contains, value: x }]
gate: { s: { mean: ">= 0.5" } }
`;
const digest = (text: string) => suiteDigest(readSuite({ file: 'f', text }).suite ?? expect.unreachable());

describe('suiteDigest', () => {
  test.each([
    ['its name', 'suite: a', 'suite: b'],
    ['where the dataset lies', 'd.csv', 'e.csv'],
    ['a default that is written out', 'prompts: [a]', 'prompts: a\nrepeat: 1\nseed: 0'],
    ['a comment', 'prompts: [a]', 'prompts: [a] # all of them'],
  ])('ignores %s', (_what, from, to) => {
    expect(digest(TEXT.replace(from, to))).toBe(digest(TEXT));
  });

  test.each([
    ['the prompts', 'prompts: [a]', 'prompts: [b]'],
    ['a model', 'prompts: [a]', 'prompts: [a]\nmodel: x/y'],
    ['a split', 'prompts: [a]', 'prompts: [a]\nsplit: { tags: [t] }'],
    ['a sample', 'prompts: [a]', 'prompts: [a]\nsample: 3'],
    ['the seed', 'prompts: [a]', 'prompts: [a]\nseed: 3'],
    ['repeats', 'prompts: [a]', 'prompts: [a]\nrepeat: 3'],
    ['a baseline', 'prompts: [a]', 'prompts: [a]\nbaseline: none'],
    ['what a scorer looks for', 'value: x', 'value: y'],
    ['the name of a scorer, which the gate uses', /\bs\b/g, 't'],
    ['a bound', '0.5', '0.6'],
    ['an accepted error rate', 'gate: {', 'gate: { errors: { rate: "<= 1%" },'],
  ] as const)('changes with %s', (_what, from, to) => {
    expect(digest(TEXT.replace(from, to))).not.toBe(digest(TEXT));
  });
});

describe('coversPrompt', () => {
  test.each([
    ['support/triage', 'support/triage', true],
    ['support/*', 'support/triage', true],
    ['support/*', 'support/mail/triage', false],
    ['support/**', 'support/mail/triage', true],
    ['**/triage', 'triage', true],
    ['**/triage', 'support/mail/triage', true],
    ['support/tri*', 'support/triage', true],
    ['support/tri.ge', 'support/triage', false],
    ['support', 'support/triage', false],
  ])('%s covers %s: %s', (pattern, id, expected) => {
    expect(coversPrompt({ prompts: [pattern] }, id as PromptId)).toBe(expected);
  });
});
