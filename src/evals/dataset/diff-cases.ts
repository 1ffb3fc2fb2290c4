import { digestOf } from '../../base/digest.ts';
import { DigestIndex } from './collection/digest-index.ts';
import { askedOf, type EvalCase } from './eval-case.ts';

/** How two datasets differ, case by case. The lists hold the first cases of each sort, the counts all of them. */
export interface CasesDiff {
  readonly added: readonly EvalCase[];
  readonly removed: readonly EvalCase[];
  /** Asked the same, with another expectation. */
  readonly changed: readonly { readonly before: EvalCase; readonly after: EvalCase }[];
  readonly counts: {
    readonly added: number;
    readonly removed: number;
    readonly changed: number;
    /** Cases whose content both have; their tags, ids and places may differ. */
    readonly same: number;
  };
}

/** Longer lists nobody reads; a dataset of a million rows may have nothing in common with another. */
export const MOST_LISTED = 10_000;

/**
 * Compares two datasets by what they ask and expect; order, ids, tags and layout do not count.
 *
 * Reads each of them twice; of a case it keeps its digests.
 */
export async function diffCases(before: AsyncIterable<EvalCase>, after: AsyncIterable<EvalCase>): Promise<CasesDiff> {
  const [known, wanted] = [await contentsOf(before), await contentsOf(after)];
  const isGone = ({ caseId }: EvalCase) => wanted.indexOf(caseId) === -1;
  const goneInputs = new DigestIndex();
  for await (const evalCase of before) if (isGone(evalCase)) goneInputs.add(digestOf(askedOf(evalCase)));
  const { added, successors, changed } = await newCases(after, known, goneInputs);

  const removed = new Listed<EvalCase>();
  const pairs: { before: EvalCase; after: EvalCase }[] = [];
  for await (const evalCase of before) {
    if (!isGone(evalCase)) continue;
    const inputs = goneInputs.indexOf(digestOf(askedOf(evalCase)));
    const successor = successors.get(inputs);
    // Of several with the same inputs the first is the one that changed.
    if (successors.delete(inputs)) {
      if (successor) pairs.push({ before: evalCase, after: successor });
    } else removed.add(evalCase);
  }
  const same = wanted.size - added.count - changed;
  return {
    added: added.items,
    removed: removed.items,
    changed: pairs,
    counts: { added: added.count, removed: removed.count, changed, same },
  };
}

interface NewCases {
  readonly added: Listed<EvalCase>;
  /** By the place of their inputs among those that are gone; beyond the limit only that there is one. */
  readonly successors: Map<number, EvalCase | undefined>;
  readonly changed: number;
}

async function newCases(after: AsyncIterable<EvalCase>, known: DigestIndex, goneInputs: DigestIndex): Promise<NewCases> {
  const added = new Listed<EvalCase>();
  const successors = new Map<number, EvalCase | undefined>();
  for await (const evalCase of after) {
    if (known.indexOf(evalCase.caseId) !== -1) continue;
    const inputs = goneInputs.indexOf(digestOf(askedOf(evalCase)));
    if (inputs === -1 || successors.has(inputs)) added.add(evalCase);
    else successors.set(inputs, successors.size < MOST_LISTED ? evalCase : undefined);
  }
  return { added, successors, changed: successors.size };
}

async function contentsOf(cases: AsyncIterable<EvalCase>): Promise<DigestIndex> {
  const contents = new DigestIndex();
  for await (const { caseId } of cases) contents.add(caseId);
  return contents;
}

class Listed<Item> {
  readonly items: Item[] = [];
  count = 0;

  add(item: Item): void {
    this.count += 1;
    if (this.items.length < MOST_LISTED) this.items.push(item);
  }
}
