import { describe, expect, test } from 'vitest';
import { exitCode, worstEnding } from './exit-code.ts';

describe('worstEnding', () => {
  test('is ok when all are', () => {
    expect(worstEnding(['ok', 'ok'])).toBe('ok');
  });

  test('puts trouble before a failed gate', () => {
    expect(worstEnding(['gate', 'network'])).toBe('network');
    expect(worstEnding(['drift', 'access', 'network'])).toBe('access');
  });

  test('is otherwise the first that failed', () => {
    expect(worstEnding(['ok', 'drift', 'validation'])).toBe('drift');
  });
});

test('the codes are the published ones', () => {
  const published = {
    ok: 0,
    defect: 1,
    usage: 2,
    validation: 3,
    drift: 4,
    breaking: 5,
    gate: 6,
    conflict: 7,
    access: 8,
    network: 9,
    interrupted: 130,
  };
  for (const [ending, code] of Object.entries(published)) expect(exitCode(ending as keyof typeof published)).toBe(code);
});
