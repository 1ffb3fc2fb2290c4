import { describe, expect, test } from 'vitest';
import { score } from '../../../../test/support/score-answer.ts';

describe('measuring scorers', () => {
  test('give the figure that percentiles are taken from', () => {
    expect(score('latency', { max: '2s' }, { latencyMs: 1500 })).toEqual({ scorer: 's', score: 1, pass: true, value: 1500 });
    expect(score('latency', { max: '500ms' }, { latencyMs: 1500 })).toMatchObject({ pass: false, value: 1500 });
    expect(score('cost', { max: 0.002 }, { cost: 0.001 })).toMatchObject({ pass: true, value: 0.001 });
    expect(score('cost', { max: 0.002 }, { cost: 0.003 })).toMatchObject({ pass: false, value: 0.003 });
  });

  test('tokens are those that the provider counted', () => {
    expect(score('tokens', { max: 5 }, { usage: { input: 9, output: 5 } })).toMatchObject({ pass: true, value: 5 });
    expect(score('tokens', { max: 5 }, { usage: { input: 9, output: 6 } })).toMatchObject({ pass: false, value: 6 });
    expect(score('tokens', { max: 5 }, {})).toHaveProperty('error');
  });

  test('an unknown price is an error, not a cheap answer', () => {
    expect(score('cost', { max: 1 }, {})).toEqual({ scorer: 's', error: 'the price of the model is not known' });
  });
});
