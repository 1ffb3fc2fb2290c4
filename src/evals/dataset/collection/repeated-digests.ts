import type { Digest } from '../../../base/digest.ts';
import type { Place } from '../../../base/failure.ts';
import { DigestIndex } from './digest-index.ts';
import { compareDigests, DIGEST_WORDS, digestAt, readDigest } from './digest-words.ts';
import { NumberList } from './number-list.ts';
import { PlaceList, placeText } from './place-list.ts';
import type { OpenSpill } from './spill.ts';
import { RECORD_WORDS, SpilledRecords } from './spilled-records.ts';

/** So many are kept in memory, in some 8 MB; one more, and the lists would double. */
const MOST_IN_MEMORY = 2 ** 17;
const [DETAIL, FILE, LINE, COLUMN] = [DIGEST_WORDS, DIGEST_WORDS + 1, DIGEST_WORDS + 2, DIGEST_WORDS + 3];

/** A row whose digest an earlier row has. */
export interface Repetition {
  readonly where: Place;
  readonly first: Place;
  /** An earlier row with this digest has its detail, too. */
  readonly isSameDetail: boolean;
}

/** Records of one digest: those that start at `order[from]` up to `order[to]`. */
interface Group {
  readonly records: Uint32Array;
  readonly order: Float64Array;
  readonly from: number;
  readonly to: number;
}

/**
 * Finds rows that are alike by their digests, in memory that does not grow with them: of many the later ones go to a spill, and
 * which of them repeat others is known at the end.
 *
 * Without a spill all stay in memory, at some 50 bytes each.
 */
export class RepeatedDigests {
  readonly #openSpill: OpenSpill | undefined;
  readonly #most: number;
  #known = new DigestIndex();
  #places = new PlaceList();
  #details = new NumberList();
  #spilled: SpilledRecords | undefined;
  readonly #files: string[] = [];
  readonly #record = new Uint32Array(RECORD_WORDS);

  constructor(openSpill?: OpenSpill, mostInMemory = MOST_IN_MEMORY) {
    this.#openSpill = openSpill;
    this.#most = mostInMemory;
  }

  /**
   * Takes a row, and gives where the first one with its digest stands, as a message about this row says it.
   *
   * Undefined for a row that is the first, and while nothing can be told: `late` has it then.
   * @param detail tells rows of one digest apart
   */
  add(digest: Digest, where: Place, detail = 0): string | undefined {
    if (this.#spilled !== undefined) {
      readDigest(digest, this.#record);
      this.#spill(this.#spilled, where, detail);
      return undefined;
    }
    const known = this.#known.add(digest);
    if (known !== -1) return placeText(this.#places.at(known), where);
    this.#places.push(where);
    this.#details.push(detail);
    if (this.#openSpill !== undefined && this.#known.size >= this.#most) this.#spillAll(this.#openSpill);
    return undefined;
  }

  /** Rows that repeat others and were not told when they came, in the order of rows. */
  late(): Repetition[] {
    if (this.#spilled === undefined) return [];
    const found: { readonly order: number; readonly repetition: Repetition }[] = [];
    for (const { records, order, from, to } of this.#groups(this.#spilled)) {
      if (to - from === 1) continue;
      const first = order[from] as number;
      const details = new Set([records[first + DETAIL]]);
      for (const start of order.subarray(from + 1, to)) {
        const detail = records[start + DETAIL];
        const repetition = {
          where: this.#placeAt(records, start),
          first: this.#placeAt(records, first),
          isSameDetail: details.has(detail),
        };
        found.push({ order: (records[start + FILE] as number) * 2 ** 32 + (records[start + LINE] as number), repetition });
        details.add(detail);
      }
    }
    return found.sort((left, right) => left.order - right.order).map(({ repetition }) => repetition);
  }

  /** How many different digests came. */
  size(): number {
    if (this.#spilled === undefined) return this.#known.size;
    let size = 0;
    for (const _ of this.#groups(this.#spilled)) size += 1;
    return size;
  }

  /** Every digest once, smallest first. */
  *sorted(): Generator<Digest> {
    if (this.#spilled === undefined) yield* this.#known.sorted();
    else for (const { records, order, from } of this.#groups(this.#spilled)) yield digestAt(records, order[from] as number);
  }

  close(): void {
    this.#spilled?.close();
  }

  #spillAll(open: OpenSpill): void {
    const spilled = new SpilledRecords(open());
    for (let at = 0; at < this.#known.size; at += 1) {
      this.#known.copyWords(at, this.#record);
      this.#spill(spilled, { ...this.#places.at(at), column: 1 }, this.#details.at(at));
    }
    this.#spilled = spilled;
    [this.#known, this.#places, this.#details] = [new DigestIndex(), new PlaceList(), new NumberList()];
  }

  /** The digest is in the record already. */
  #spill(spilled: SpilledRecords, { file, line, column }: Place, detail: number): void {
    if (this.#files.at(-1) !== file) this.#files.push(file);
    this.#record[DETAIL] = detail;
    this.#record[FILE] = this.#files.length - 1;
    this.#record[LINE] = line;
    this.#record[COLUMN] = column;
    spilled.add(this.#record);
  }

  /** Records with one digest, in the order in which they came; the smallest digests first. */
  *#groups(spilled: SpilledRecords): Generator<Group> {
    for (const records of spilled.partitions()) {
      const order = sortedStarts(records);
      for (let from = 0; from < order.length; ) {
        let to = from + 1;
        while (to < order.length && compareDigests(records, order[from] as number, order[to] as number) === 0) to += 1;
        yield { records, order, from, to };
        from = to;
      }
    }
  }

  #placeAt(records: Uint32Array, start: number): Place {
    const file = this.#files[records[start + FILE] as number] as string;
    return { file, line: records[start + LINE] as number, column: records[start + COLUMN] as number };
  }
}

/** Numbers up to this are exact, and the first word of a digest takes 32 bits of one. */
const MOST_EXACT = 2 ** (53 - 32);

/** Where records start, in the order of their digests and then as they came. */
function sortedStarts(records: Uint32Array): Float64Array {
  const count = records.length / RECORD_WORDS;
  const starts = new Float64Array(count);
  for (let at = 0; at < count; at += 1) starts[at] = at * RECORD_WORDS;
  const compare = (left: number, right: number) => compareDigests(records, left, right) || left - right;
  if (count >= MOST_EXACT) return starts.sort(compare);
  // By the first word and the place in one number: sorting numbers is ten times as fast as asking for each pair.
  for (let at = 0; at < count; at += 1) starts[at] = (records[at * RECORD_WORDS] as number) * count + at;
  starts.sort();
  for (let at = 0; at < count; at += 1) starts[at] = ((starts[at] as number) % count) * RECORD_WORDS;
  for (let from = 0; from < count; ) {
    const first = records[starts[from] as number];
    let to = from + 1;
    while (to < count && records[starts[to] as number] === first) to += 1;
    if (to - from > 1) starts.subarray(from, to).sort(compare);
    from = to;
  }
  return starts;
}
