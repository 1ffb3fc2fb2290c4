import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testSigner } from '../../../test/support/test-signer.ts';
import { endorsedBytes } from '../signing/signing-key.ts';
import { exportLines, verifyExport } from './audit-export.ts';
import { CHAIN_START, type ChainedEntry, chainedEntry } from './chained-entry.ts';
import { type Checkpoint, signedCheckpoint } from './checkpoint.ts';
import { type TrailWitness, verifyTrail } from './verify-trail.ts';

const signer = testSigner(7);
const project = 'acme';

function entry(seq: number, who = 'mia') {
  const after = { revision: seq };
  const about = { action: 'applyPins', target: 'production', before: null, after, verdict: 'allowed', requestId: `r${seq}` };
  return { seq, time: 1000 + seq, actor: { id: who, name: who }, ...about };
}

function trail(length: number, who?: (seq: number) => string): ChainedEntry[] {
  const entries: ChainedEntry[] = [];
  for (let seq = 1; seq <= length; seq += 1) entries.push(chainedEntry(entry(seq, who?.(seq)), entries.at(-1)?.hash ?? CHAIN_START));
  return entries;
}

function signed(entries: readonly ChainedEntry[], seq: number, by = signer): Checkpoint {
  return signedCheckpoint({ project, seq, hash: entries[seq - 1]!.hash, time: 5, epoch: 1 }, by);
}

function witness(entries: readonly ChainedEntry[], ...seqs: number[]): TrailWitness {
  return { project, keys: [signer.key], checkpoints: seqs.map((seq) => signed(entries, seq)) };
}

const whole = trail(10);
const finding = async (entries: readonly ChainedEntry[], against: TrailWitness) => {
  const { finding: found } = await verifyTrail(entries, against);
  return found && [found.damage, found.seq];
};

describe('a trail', () => {
  test('holds when nobody touched it', async () => {
    expect(await verifyTrail([], witness([]))).toEqual({ entries: 0, checkpoints: 0 });
    expect(await verifyTrail(whole, witness(whole, 4, 10))).toEqual({ entries: 10, checkpoints: 2 });
  });

  test('names what was edited, with and without a hash to match', async () => {
    const edited = whole.with(2, { ...whole[2]!, target: 'staging' });
    expect(await finding(edited, witness(whole, 10))).toEqual(['edited', 3]);
    const resealed = whole.with(2, chainedEntry({ ...entry(3), target: 'staging' }, whole[1]!.hash));
    expect(await finding(resealed, witness(whole, 10))).toEqual(['edited', 3]);
  });

  test('names what is missing, moved and cut off', async () => {
    expect(await finding(whole.toSpliced(4, 1), witness(whole, 10))).toEqual(['missing', 5]);
    expect(await finding(whole.with(4, whole[5]!).with(5, whole[4]!), witness(whole, 10))).toEqual(['moved', 5]);
    expect(await finding(whole.toSpliced(6, 0, whole[2]!), witness(whole, 10))).toEqual(['moved', 3]);
    expect(await finding(whole.slice(0, 7), witness(whole, 4, 10))).toEqual(['truncated', 8]);
    expect(await finding([], witness(whole, 10))).toEqual(['truncated', 1]);
  });

  test('names where a history that was written anew leaves what was signed', async () => {
    const other = trail(10, (seq) => (seq >= 6 ? 'eve' : 'mia'));
    expect(await finding(other, witness(whole, 4, 10))).toEqual(['rewritten', 5]);
  });

  test('names where it leaves what Git kept, though the registry signed it anew', async () => {
    const other = trail(10, (seq) => (seq >= 6 ? 'eve' : 'mia'));
    expect(await finding(other, { ...witness(other, 10), kept: signed(whole, 8) })).toEqual(['forked', 8]);
    expect(await finding(other, { ...witness(other, 10), kept: signed(whole, 5) })).toBeUndefined();
    expect(await finding(whole.slice(0, 7), { ...witness(whole, 4), kept: signed(whole, 8) })).toEqual(['truncated', 8]);
  });

  test('names a checkpoint that is not what was signed', async () => {
    const forged = { ...signed(whole, 4), signature: signed(whole, 10).signature };
    expect(await finding(whole, { ...witness(whole, 10), checkpoints: [forged] })).toEqual(['signature', 4]);
    const elsewhere = signedCheckpoint({ ...signed(whole, 4), project: 'other' }, signer);
    expect(await finding(whole, { ...witness(whole), checkpoints: [elsewhere] })).toEqual(['signature', 4]);
  });

  test('believes a later key only when the one before vouches for it', async () => {
    const next = testSigner(8);
    const stranger = { ...witness(whole), keys: [signer.key, next.key], kept: signed(whole, 4), checkpoints: [signed(whole, 10, next)] };
    expect(await finding(whole, stranger)).toEqual(['signature', 10]);
    const endorsement = { keyId: signer.keyId, signature: signer.sign(endorsedBytes(next.key)) };
    expect(await finding(whole, { ...stranger, keys: [signer.key, { ...next.key, endorsement }] })).toBeUndefined();
    const self = { keyId: next.keyId, signature: next.sign(endorsedBytes(next.key)) };
    expect(await finding(whole, { ...stranger, keys: [signer.key, { ...next.key, endorsement: self }] })).toEqual(['signature', 10]);
  });
});

describe('an export', () => {
  const lines = async (entries: readonly ChainedEntry[]) => {
    const written: string[] = [];
    const header = { project, keys: [signer.key], checkpoints: [signed(entries, 4)], head: signed(entries, entries.length) };
    for await (const line of exportLines(header, stream(entries))) written.push(line.trimEnd());
    return written;
  };

  test('is verified without the registry', async () => {
    expect(await verifyExport(stream(await lines(whole)))).toEqual({ project, entries: 10, checkpoints: 2 });
  });

  test('is known to be damaged by any single change of its entries, at the entry that was changed', async () => {
    const written = await lines(whole);
    const at = fc.integer({ min: 1, max: 10 });
    const swap = (one: number, other: number) => written.with(one, written[other]!).with(other, written[one]!);
    const change = fc.oneof(
      at.map((line) => ({ line, lines: written.toSpliced(line, 1) })),
      at.map((line) => ({ line, lines: written.slice(0, line) })),
      fc
        .tuple(at, at)
        .filter(([one, other]) => one !== other)
        .map(([one, other]) => ({ line: Math.min(one, other), lines: swap(one, other) })),
      fc
        .tuple(
          at,
          fc.constantFrom('time', 'action', 'target', 'actor', 'before', 'after', 'verdict', 'requestId', 'previous', 'hash', 'seq'),
        )
        .map(([line, member]) => ({ line, lines: written.with(line, changed(written[line]!, member)) })),
    );
    await fc.assert(
      fc.asyncProperty(change, async (damaged) => {
        expect((await verifyExport(stream(damaged.lines))).finding?.seq).toBe(damaged.line);
      }),
    );
  });

  test.each(['', '{}', '{"schema":"promptlane/audit-export/v2"}', 'not json'])('is not %j', async (line) => {
    await expect(verifyExport(stream([line]))).rejects.toMatchObject({ code: 'audit-export-invalid' });
  });
});

function changed(line: string, member: string): string {
  const value = JSON.parse(line) as Record<string, unknown>;
  return JSON.stringify({ ...value, [member]: member === 'seq' ? 99 : CHAIN_START.replace('a', 'b') });
}

async function* stream<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}
