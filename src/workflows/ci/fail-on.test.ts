import { describe, expect, test } from 'vitest';
import { CI_GATES } from './document/ci-document.ts';
import { parseFailOn } from './fail-on.ts';

describe('--fail-on', () => {
  test.each([
    ['check,lock', ['check', 'lock'], false],
    [' lock , breaking , warnings ', ['lock', 'breaking'], true],
    ['warnings', [...CI_GATES], true],
    ['none', [], false],
  ])('%j', (text, gates, warnings) => {
    const failOn = parseFailOn(text);
    expect({ gates: [...failOn.gates], warnings: failOn.warnings }).toEqual({ gates, warnings });
  });

  test.each(['', 'chekc', 'none,check', 'check,,lock'])('refuses %j', (text) => {
    expect(() => parseFailOn(text)).toThrow(expect.objectContaining({ code: 'usage-invalid' }));
  });
});
