import { expect, test } from 'vitest';
import { CHAIN_START, chainedEntry, isSealed } from './chained-entry.ts';

const entry = {
  seq: 1,
  time: 1000,
  actor: { id: 'p1', name: 'mia' },
  action: 'applyPins',
  target: 'production',
  before: null,
  after: { revision: 1 },
  verdict: 'allowed',
  requestId: 'r1',
};

test('seals an entry with everything in it', () => {
  const sealed = chainedEntry(entry, CHAIN_START);
  expect(isSealed(sealed)).toBe(true);
  expect(isSealed({ ...sealed, actor: { id: 'p2', name: 'eve' } })).toBe(false);
  expect(isSealed({ ...sealed, added: 1 } as typeof sealed)).toBe(false);
  expect(isSealed({ ...sealed, time: Number.NaN })).toBe(false);
});
