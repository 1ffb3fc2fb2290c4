import { DIGEST_WORDS } from './digest-words.ts';
import type { Spill } from './spill.ts';

/** A digest, a figure of the caller's, and where the row stands: file, line, column. */
export const RECORD_WORDS = DIGEST_WORDS + 4;
const WORD_BYTES = Uint32Array.BYTES_PER_ELEMENT;
/** By the first byte of the digest, so that one partition after the other is in the order of digests. */
const PARTITIONS = 256;
/** Records of a partition that are gathered before they are written: 8 KB. */
const GATHERED = 170;

interface Partition {
  readonly gathered: Uint32Array;
  /** Records in `gathered`. */
  count: number;
  /** Where full pieces stand in the spill. */
  readonly pieces: number[];
}

/**
 * Records outside of memory, parted by their digests: what is equal is in one partition.
 *
 * Takes 2 MB however many records there are, and 48 bytes of the spill for each; a partition that is looked at is in memory as a
 * whole, some 200 KB for each million of records.
 */
export class SpilledRecords {
  readonly #spill: Spill;
  readonly #partitions: readonly Partition[];
  #written = 0;

  constructor(spill: Spill) {
    this.#spill = spill;
    this.#partitions = Array.from({ length: PARTITIONS }, () => ({
      gathered: new Uint32Array(GATHERED * RECORD_WORDS),
      count: 0,
      pieces: [],
    }));
  }

  /** @param record `RECORD_WORDS` numbers; copied. */
  add(record: Uint32Array): void {
    const partition = this.#partitions[(record[0] as number) >>> 24] as Partition;
    partition.gathered.set(record, partition.count * RECORD_WORDS);
    partition.count += 1;
    if (partition.count < GATHERED) return;
    this.#spill.append(new Uint8Array(partition.gathered.buffer));
    partition.pieces.push(this.#written);
    this.#written += partition.gathered.byteLength;
    partition.count = 0;
  }

  /** The records of each partition in the order in which they came, those with the smallest digests first. */
  *partitions(): Generator<Uint32Array> {
    for (const { gathered, count, pieces } of this.#partitions) {
      const records = new Uint32Array((pieces.length * GATHERED + count) * RECORD_WORDS);
      for (const [index, position] of pieces.entries()) {
        const start = index * GATHERED * RECORD_WORDS * WORD_BYTES;
        this.#spill.read(position, new Uint8Array(records.buffer, start, gathered.byteLength));
      }
      records.set(gathered.subarray(0, count * RECORD_WORDS), pieces.length * GATHERED * RECORD_WORDS);
      yield records;
    }
  }

  close(): void {
    this.#spill.close();
  }
}
