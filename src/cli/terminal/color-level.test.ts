import { describe, expect, test } from 'vitest';
import { colorLevel } from './color-level.ts';

const TERMINAL = { isTTY: true, depth: 8, isWanted: true };
const PIPE = { ...TERMINAL, isTTY: false };

describe('colours', () => {
  test.each<[situation: typeof TERMINAL, variables: Record<string, string>, level: number]>([
    [TERMINAL, {}, 2],
    [{ ...TERMINAL, depth: 24 }, {}, 3],
    [{ ...TERMINAL, depth: 4 }, {}, 1],
    [{ ...TERMINAL, depth: 1 }, {}, 0],
    [TERMINAL, { TERM: 'dumb' }, 0],
    [TERMINAL, { CLICOLOR: '0' }, 0],
    [TERMINAL, { CLICOLOR: '1' }, 2],
    [TERMINAL, { NO_COLOR: '1' }, 0],
    // An empty NO_COLOR is not set: https://no-color.org.
    [TERMINAL, { NO_COLOR: '' }, 2],
    [TERMINAL, { NO_COLOR: '1', CLICOLOR_FORCE: '1' }, 0],
    [TERMINAL, { NO_COLOR: '1', FORCE_COLOR: '3' }, 3],
    [{ ...TERMINAL, isWanted: false }, { FORCE_COLOR: '3', CLICOLOR_FORCE: '1' }, 0],
    [PIPE, {}, 0],
    [PIPE, { CLICOLOR: '1' }, 0],
    [PIPE, { CLICOLOR_FORCE: '1' }, 1],
    [PIPE, { CLICOLOR_FORCE: '0' }, 0],
    [PIPE, { FORCE_COLOR: '' }, 1],
    [PIPE, { FORCE_COLOR: 'true' }, 1],
    [PIPE, { FORCE_COLOR: '2' }, 2],
    [PIPE, { FORCE_COLOR: '0' }, 0],
    [TERMINAL, { FORCE_COLOR: 'false' }, 0],
  ])('%o with %o: level %i', (situation, variables, level) => {
    expect(colorLevel({ ...situation, variables })).toBe(level);
  });
});
