import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ASSIGNMENT, IN_URL } from './assigned-secrets.ts';
import { findSecrets } from './find-secrets.ts';
import { SECRET_KINDS } from './secret-kinds.ts';

/** A made-up key in two halves, so that no scanner takes this repository for a leak. */
interface Positive {
  readonly kind: string;
  readonly before: string;
  readonly head: string;
  readonly tail: string;
  readonly after: string;
}

interface Negative {
  readonly why: string;
  readonly text: string;
}

const positives = rows<Positive>('positives');
const negatives = rows<Negative>('negatives');

function rows<Row>(name: string): Row[] {
  const text = readFileSync(new URL(`../../../fixtures/secrets/${name}.jsonl`, import.meta.url), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}

describe('the labelled list', () => {
  test('is found nearly whole, kind by kind', () => {
    const missed = positives.filter((row) => !isFound(row));
    const kinds = [...new Set(positives.map(({ kind }) => kind))];
    const recall = kinds.map((kind) => {
      const all = positives.filter((row) => row.kind === kind).length;
      return { kind, all, found: all - missed.filter((row) => row.kind === kind).length };
    });
    console.log(`Found ${positives.length - missed.length} of ${positives.length} secrets of ${kinds.length} kinds.`);
    for (const { kind, all, found } of recall.filter((one) => one.found < one.all)) console.log(`  ${kind}: ${found} of ${all}`);
    expect(positives.length).toBeGreaterThanOrEqual(150);
    expect(recall.filter(({ all, found }) => found / all < 0.75)).toEqual([]);
    expect(1 - missed.length / positives.length).toBeGreaterThanOrEqual(0.97);
  });

  test('has next to no false hits', () => {
    const hits = negatives.filter(({ text }) => findSecrets(text).length > 0);
    console.log(`${hits.length} false hits in ${negatives.length} texts that look alike.`);
    for (const { why, text } of hits) console.log(`  ${why}: ${text.slice(0, 60)}`);
    expect(negatives.length).toBeGreaterThanOrEqual(300);
    expect(hits.length / negatives.length).toBeLessThanOrEqual(0.01);
  });
});

/** It begins where the key does, and goes on into it: of a private key the first line is enough. */
function isFound({ before, head, tail, after }: Positive): boolean {
  const [start, end] = [before.length, before.length + head.length + tail.length];
  return findSecrets(`${before}${head}${tail}${after}`).some(
    (secret) => secret.start <= start + 12 && secret.end >= end - 100 && secret.end <= end + 1,
  );
}

describe('patterns', () => {
  test('repeat nothing without an upper bound, and no repetition within a repetition', () => {
    const all = [
      ...SECRET_KINDS.map(({ id, pattern }) => [id, pattern] as const),
      ['assigned', ASSIGNMENT] as const,
      ['url', IN_URL] as const,
    ];
    for (const [id, { source }] of all) {
      const plain = source.replaceAll(/\\./g, 'x').replaceAll(/\[[^\]]*\]/g, 'x');
      expect(`${id} ${plain}`).not.toMatch(/[*+]|,\}/);
      expect(`${id} ${plain}`).not.toMatch(/\{\d+,\d+\}[^()]*\)\{\d+,\d{3,}\}/);
    }
  });
});

test('a long text of beginnings that lead nowhere holds no secret, and is read', () => {
  for (const piece of ['a.', 'sk-', 'sk-a', 'password:', 'eyJa.', 'a://b:', '-----BEGIN ', 'Bearer ', 'token="', '_']) {
    expect(findSecrets(piece.repeat(20_000))).toEqual([]);
  }
});
