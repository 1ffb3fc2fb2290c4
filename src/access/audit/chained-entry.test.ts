import { describe, expect, test } from 'vitest';
import { type AuditEntry, CHAIN_START, type ChainedEntry, chainedEntry, firstBrokenEntry } from './chained-entry.ts';

const entry = (seq: number): AuditEntry => ({
  seq,
  time: 1000 + seq,
  actor: { id: 'p1', name: 'mia' },
  action: 'applyPins',
  target: 'production',
  before: { revision: seq - 1 },
  after: { revision: seq },
  verdict: 'allowed',
  requestId: `r${seq}`,
});

function trail(length: number): ChainedEntry[] {
  const entries: ChainedEntry[] = [];
  for (let seq = 1; seq <= length; seq += 1) entries.push(chainedEntry(entry(seq), entries.at(-1)?.hash ?? CHAIN_START));
  return entries;
}

describe('audit chain', () => {
  test('holds when nobody touched it', () => {
    expect(firstBrokenEntry([])).toBeUndefined();
    expect(firstBrokenEntry(trail(5))).toBeUndefined();
  });

  test('names the entry that was edited', () => {
    const entries = trail(5);
    entries[2] = { ...entries[2]!, actor: { id: 'p2', name: 'eve' } };
    expect(firstBrokenEntry(entries)).toBe(3);
  });

  test('names where an entry was removed or moved', () => {
    const [a, b, c, d] = trail(4) as [ChainedEntry, ChainedEntry, ChainedEntry, ChainedEntry];
    expect(firstBrokenEntry([a, c, d])).toBe(2);
    expect(firstBrokenEntry([b, c, d])).toBe(1);
    expect(firstBrokenEntry([a, c, b, d])).toBe(2);
  });

  test('names an entry whose hash was recomputed, at the one that follows it', () => {
    const entries = trail(3);
    entries[0] = chainedEntry({ ...entry(1), target: 'staging' }, CHAIN_START);
    expect(firstBrokenEntry(entries)).toBe(2);
  });
});
