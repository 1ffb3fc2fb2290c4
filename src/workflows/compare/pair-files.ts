import type { PromptId } from '../../prompt/prompt.ts';
import type { SideFile, SideFiles } from './sides/side.ts';

/** A file before and after; one side is absent for a file that comes or goes. */
export interface FilePair {
  readonly id: PromptId;
  /** What it defined before, when that was another id. */
  readonly formerId?: PromptId;
  readonly before?: SideFile;
  readonly after?: SideFile;
}

/** Comparing each that went with each that came costs their product: with more than this, only equal texts are renames. */
const MAX_WEIGHED = 2_500;

/** How much of the longer text two files must share for one to be the other under a new name, as in git. */
const RENAME_SIMILARITY = 0.5;

/** Pairs the files of two sides by what they define, and those that only one side has by what they say. */
export function pairFiles(before: SideFiles, after: SideFiles): FilePair[] {
  const ids = [...new Set([...after.keys(), ...before.keys()])];
  const pairs = ids.map((id): FilePair => {
    const [left, right] = [before.get(id), after.get(id)];
    return { id, ...(left && { before: left }), ...(right && { after: right }) };
  });
  const former = renames(
    pairs.filter((pair) => !pair.after),
    pairs.filter((pair) => !pair.before),
  );
  const moved = new Set(former.values());
  return pairs
    .filter((pair) => !moved.has(pair))
    .map((pair) => {
      const origin = former.get(pair);
      return origin?.before ? { ...pair, before: origin.before, formerId: origin.id } : pair;
    });
}

/** Which file that came is which that went, the most alike first. */
function renames(gone: readonly FilePair[], come: readonly FilePair[]): ReadonlyMap<FilePair, FilePair> {
  const isWeighed = gone.length * come.length <= MAX_WEIGHED;
  const candidates = come.flatMap((pair) =>
    gone
      .filter(({ before }) => before?.kind === pair.after?.kind)
      .map((former) => ({ pair, former, alike: similarity(former.before?.text ?? '', pair.after?.text ?? '', isWeighed) })),
  );
  const found = new Map<FilePair, FilePair>();
  const taken = new Set<FilePair>();
  for (const { pair, former, alike } of candidates.sort((left, right) => right.alike - left.alike)) {
    if (alike < RENAME_SIMILARITY || found.has(pair) || taken.has(former)) continue;
    found.set(pair, former);
    taken.add(former);
  }
  return found;
}

/** The part of the longer text that stands in lines which both have. */
function similarity(left: string, right: string, isWeighed: boolean): number {
  if (left === right) return 1;
  if (!isWeighed) return 0;
  const counts = new Map<string, number>();
  for (const line of left.split('\n')) counts.set(line, (counts.get(line) ?? 0) + 1);
  let shared = 0;
  for (const line of right.split('\n')) {
    const count = counts.get(line) ?? 0;
    if (count > 0) shared += line.length + 1;
    counts.set(line, count - 1);
  }
  return shared / (Math.max(left.length, right.length) + 1);
}
