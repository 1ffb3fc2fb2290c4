import type { EvalRun } from '../../run.ts';
import { type Gate, gatingScorers } from '../rules/gate.ts';
import type { UnjudgedRule } from '../verdict.ts';

/** What a gate asks of a run that may hold some of the cases only. */
export interface AskedOfPart {
  readonly gate: Gate;
  /** What is not asked, because it is about cases that nobody asked for. */
  readonly unjudged: readonly UnjudgedRule[];
}

/**
 * Leaves out what a gate asks of tags that no case bears, where only some of the cases were asked: nobody expects all tags of them.
 *
 * Where all were asked, a tag without a case is a mistake, and integrity says so.
 */
export function askedOfPart(gate: Gate, { subject, results }: EvalRun): AskedOfPart {
  if (subject.filter === undefined || results.length === 0) return { gate, unjudged: [] };
  const tags = tagsOf(results);
  const { slices = [], mustPassTags, ...rest } = gate;
  const absent = slices.filter(({ tag }) => !tags.has(tag));
  const unprotected = mustPassTags.filter((tag) => !tags.has(tag));
  return {
    gate: {
      ...rest,
      ...namedScorers(gate, absent.length),
      slices: slices.filter(({ tag }) => tags.has(tag)),
      mustPassTags: mustPassTags.filter((tag) => tags.has(tag)),
    },
    unjudged: [
      ...absent.map(({ scorer, tag, asked }) => ({ scorer, tag, asked: Object.keys(asked).join(', '), reason: noCase(tag) })),
      ...unprotected.map((tag) => ({ asked: `every case tagged "${tag}" passes`, reason: noCase(tag) })),
    ],
  };
}

/** Protected cases pass the scorers that gate, and go on doing so where the slice that names one is left out. */
function namedScorers(gate: Gate, leftOut: number): Pick<Gate, 'scorers'> {
  if (leftOut === 0) return { scorers: gate.scorers };
  const named = [...gatingScorers(gate)].map((scorer) => [scorer, gate.scorers.get(scorer) ?? {}] as const);
  return { scorers: new Map(named) };
}

function noCase(tag: string): string {
  return `no case tagged "${tag}" was asked`;
}

/** Every tag that a case of these results bears. */
export function tagsOf(results: EvalRun['results']): ReadonlySet<string> {
  const tags = new Set<string>();
  for (const result of results) for (const tag of result.tags) tags.add(tag);
  return tags;
}
