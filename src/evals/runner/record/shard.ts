import { sha256Hex } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';

/** One of several equal parts of a run. */
export interface Shard {
  /** 1 … count. */
  readonly index: number;
  readonly count: number;
}

const MOST_SHARDS = 1000;

/** Reads `2/8`. @throws Failure `usage-invalid` */
export function parseShard(text: string): Shard {
  const [, index, count] = /^(\d{1,4})\/(\d{1,4})$/.exec(text.trim()) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (shard.index >= 1 && shard.index <= shard.count && shard.count <= MOST_SHARDS) return shard;
  throw new Failure('usage-invalid', `A shard is written like 2/8: the second of eight, and at most of ${MOST_SHARDS}; not "${text}".`);
}

/** A shard as people write it. */
export function shardText({ index, count }: Shard): string {
  return `${index}/${count}`;
}

/** A case, or a result of one. */
interface ShardedCase {
  /** A digest. */
  readonly caseId: string;
  readonly group?: string;
}

/**
 * Which shard a case falls into, 1 … count: by its content alone, so that neither the order of the file nor other rows
 * move it. Cases of one group stay together.
 */
export function shardOf({ caseId, group }: ShardedCase, count: number): number {
  const hex = group === undefined ? caseId.slice('sha256:'.length) : sha256Hex(`group:${group}`);
  // 48 bits: a whole number that a double holds exactly.
  return (Number.parseInt(hex.slice(0, 12), 16) % count) + 1;
}
