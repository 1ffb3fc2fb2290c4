import { describe, expect, test } from 'vitest';
import { readMonitor } from './read-monitor.ts';

const MONITOR = `monitor: triage quality
target:
  prompt: support/*
  environment: production
  variant: candidate
  filter: { plan: { in: [pro] } }
scorers:
  - { id: schema, uses: json-schema }
  - { id: safe, uses: not-matches, value: "(?i)password" }
sample: 0.05
floorPerVersion: 200
budget: { perDay: 5 }
alerts:
  - { scorer: safe, floor: 0.99, minCount: 100 }
  - { scorer: schema, against: control, maxDrop: 0.05, confidence: 0.95 }
rollback: abort-canary
`;
const PROJECT = { prompts: ['support/triage'], environments: ['production'] };

const findings = (text: string) =>
  readMonitor({ file: 'm.monitor.yaml', text }, PROJECT).diagnostics.map(({ rule, range }) => `${rule} ${range.line}:${range.column}`);

test('reads a whole monitor', () => {
  expect(findings(MONITOR)).toEqual([]);
  expect(readMonitor({ file: 'm', text: MONITOR }).monitor).toMatchObject({ monitor: 'triage quality', sample: 0.05 });
});

describe('what is wrong is located', () => {
  test.each([
    [
      'a scorer that compares with what a case expects',
      MONITOR.replace('value: "(?i)password"', 'value: x').replace('uses: not-matches, value: x', 'uses: json-equals'),
      ['monitor-expects 9:5'],
    ],
    [
      'a scorer that names what a case expects',
      MONITOR.replace('uses: not-matches, value: "(?i)password"', 'uses: contains, value: "{{ expected.reply }}"'),
      ['monitor-expects 9:5'],
    ],
    ['a scorer that is none', MONITOR.replace('uses: json-schema', 'uses: json-shema'), ['scorer-unknown 8:25']],
    ['an alert about no scorer', MONITOR.replace('scorer: safe', 'scorer: save'), ['monitor-scorer-unknown 14:15']],
    ['an alert with two bounds', MONITOR.replace('floor: 0.99', 'floor: 0.99, maxDrop: 0.1'), ['monitor-alert 14:5']],
    ['an alert with none', MONITOR.replace('floor: 0.99, ', ''), ['monitor-alert 14:5']],
    ['a sample of nothing', MONITOR.replace('sample: 0.05', 'sample: 0'), ['wrong-value 10:9']],
    ['a misspelt key', MONITOR.replace('budget:', 'buget:'), ['unknown-key 12:1']],
    ['a prompt that is not there', MONITOR.replace('support/*', 'sales/*'), ['monitor-prompt-unknown 3:11']],
    [
      'an environment that is not there',
      MONITOR.replace('environment: production', 'environment: prod'),
      ['monitor-environment-unknown 4:16'],
    ],
  ])('%s', (_what, text, expected) => {
    expect(findings(text)).toEqual(expected);
  });
});
