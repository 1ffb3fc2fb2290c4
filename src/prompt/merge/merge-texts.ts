import { diffArrays } from 'diff';

/** A stretch that both sides changed, each in its own way; an empty text is nothing. */
export interface TextConflict {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** The merged text, with ours wherever there is a conflict. */
export interface MergedText {
  readonly text: string;
  readonly conflicts: readonly TextConflict[];
}

/** The search costs the square of the edits that it may find: this is a fraction of a second. */
const MAX_EDITS = 1_000;

/** Pieces of the base, from `start` to before `end`, that a side exchanged for its own. */
interface Hunk {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Brings two edits of one text together, sentence by sentence.
 *
 * Edits of different sentences or lines go together. Two edits of one sentence are a conflict even where they
 * touch different words: "at most two" and "at least three" must not become "at least two".
 *
 * @param prefer which side a conflict takes; it is told all the same.
 */
export function mergeTexts(base: string, ours: string, theirs: string, prefer: 'ours' | 'theirs' = 'ours'): MergedText {
  const pieces = sentences(base);
  const left = hunksBetween(pieces, sentences(ours));
  const right = hunksBetween(pieces, sentences(theirs));
  const conflicts: TextConflict[] = [];
  let text = '';
  let position = 0;
  for (const { start, end, mine, others } of regionsOf(left, right)) {
    const region = {
      base: pieces.slice(start, end).join(''),
      ours: applied(pieces, mine, start, end),
      theirs: applied(pieces, others, start, end),
    };
    const isOneSided = mine.length === 0 || others.length === 0 || region.ours === region.theirs;
    if (!isOneSided) conflicts.push(region);
    const takesTheirs = mine.length === 0 || (!isOneSided && prefer === 'theirs');
    text += pieces.slice(position, start).join('') + (takesTheirs ? region.theirs : region.ours);
    position = end;
  }
  return { text: text + pieces.slice(position).join(''), conflicts };
}

/** Splits a text after line ends and sentences; joined again, the pieces are the text. */
export function sentences(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)|(?<=[.!?…]["')\]]?[ \t]{1,8})(?=\S)|(?<=[。！？])(?=[^\n])/u);
}

function hunksBetween(before: readonly string[], after: readonly string[]): Hunk[] {
  const runs = diffArrays([...before], [...after], { maxEditLength: MAX_EDITS });
  if (runs === undefined) return [{ start: 0, end: before.length, text: after.join('') }];
  const hunks: Hunk[] = [];
  let position = 0;
  for (const { added, removed, value } of runs) {
    const end = added ? position : position + value.length;
    if (added || removed) {
      // What is removed and what comes in its place are told one after the other, and are one change.
      const joined = hunks.at(-1)?.end === position ? hunks.pop() : undefined;
      hunks.push({ start: joined?.start ?? position, end, text: (joined?.text ?? '') + (added ? value.join('') : '') });
    }
    position = end;
  }
  return hunks;
}

/** A stretch of the base with what each side does in it. */
interface Region {
  readonly start: number;
  readonly end: number;
  readonly mine: readonly Hunk[];
  readonly others: readonly Hunk[];
}

/** Joins the hunks of both sides that meet; each of the others is a region of its own. */
function regionsOf(left: readonly Hunk[], right: readonly Hunk[]): Region[] {
  const waiting = [...left.map((hunk) => ({ hunk, isMine: true })), ...right.map((hunk) => ({ hunk, isMine: false }))];
  waiting.sort((one, other) => one.hunk.start - other.hunk.start || one.hunk.end - other.hunk.end);
  const regions: { start: number; end: number; mine: Hunk[]; others: Hunk[] }[] = [];
  for (const { hunk, isMine } of waiting) {
    const last = regions.at(-1);
    const side = isMine ? 'mine' : 'others';
    if (last !== undefined && meets(last, hunk)) {
      last.end = Math.max(last.end, hunk.end);
      last[side].push(hunk);
    } else regions.push({ start: hunk.start, end: hunk.end, mine: [], others: [], [side]: [hunk] });
  }
  return regions;
}

/** Two that overlap, and an insertion at the edge of another: whether it goes before or after nobody has said. */
function meets(one: Pick<Hunk, 'start' | 'end'>, other: Hunk): boolean {
  if (one.start === one.end || other.start === other.end) return other.start <= one.end;
  return other.start < one.end;
}

function applied(pieces: readonly string[], hunks: readonly Hunk[], start: number, end: number): string {
  let text = '';
  let position = start;
  for (const hunk of hunks) {
    text += pieces.slice(position, hunk.start).join('') + hunk.text;
    position = hunk.end;
  }
  return text + pieces.slice(position, end).join('');
}
