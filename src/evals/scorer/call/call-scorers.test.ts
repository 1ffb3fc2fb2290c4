import { describe, expect, test } from 'vitest';
import { passes, score } from '../../../../test/support/score-answer.ts';
import type { Json } from '../../../base/json/canonical-json.ts';

describe('scorers of calls', () => {
  const call = (name: string, given: unknown): Json => ({
    id: 'c1',
    type: 'function',
    function: { name, arguments: JSON.stringify(given) },
  });
  const asks = (...toolCalls: Json[]) => ({ toolCalls });

  test.each([
    [{ name: 'find' }, [call('find', {})], true],
    [{ name: 'find' }, [call('other', {}), call('find', {})], true],
    [{ name: 'find', only: true }, [call('other', {}), call('find', {})], false],
    [{ name: 'find' }, [], false],
    [{ name: null }, [], true],
    [{ name: null }, [call('find', {})], false],
    [{ name: 'find' }, [{ odd: true }, 3], false],
  ])('tool-call %j', (parameters, calls, expected) => {
    expect(passes('tool-call', parameters, asks(...(calls as Json[])))).toBe(expected);
  });

  test.each([
    [{ name: 'find', path: '$.city', expected: 'Rome' }, [call('find', { city: 'Rome' })], true],
    [{ name: 'find', path: '$.city', expected: 'Rome' }, [call('find', { city: 'Oslo' }), call('find', { city: 'Rome' })], true],
    [{ name: 'find', path: '$.city', expected: 'Rome' }, [call('other', { city: 'Rome' })], false],
    [{ name: 'find', path: '$.city', expected: 'Rome' }, [call('find', {})], false],
    [{ name: 'find', expected: { b: 2, a: 1 } }, [call('find', { a: 1, b: 2 })], true],
    [{ name: 'find', path: '$.category', expected: '{{ expected.category }}' }, [call('find', { category: 'billing' })], true],
  ])('tool-args %j', (parameters, calls, expected) => {
    expect(passes('tool-args', parameters, asks(...(calls as Json[])))).toBe(expected);
  });

  test('arguments that are no JSON are not what was asked for', () => {
    const broken = { type: 'function', function: { name: 'find', arguments: '{"city": "Ro' } };
    expect(score('tool-args', { name: 'find', path: '$.city', expected: 'Rome' }, asks(broken))).toMatchObject({ pass: false });
  });

  test('finish-reason is the one of the provider', () => {
    expect(passes('finish-reason', { value: 'stop' }, { finishReason: 'stop' })).toBe(true);
    expect(score('finish-reason', { value: 'stop' }, { finishReason: 'length' })).toMatchObject({ reason: 'The answer ended by length.' });
    expect(passes('finish-reason', { value: 'stop' }, {})).toBe(false);
  });
});
