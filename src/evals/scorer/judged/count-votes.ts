import type { Ballot, Vote } from './verdict.ts';

/**
 * The one vote that stands for all, never an invented one in between where the votes are choices.
 *
 * Choices: the most frequent; of several equally frequent the one with the lowest score, so that doubt opens no gate.
 * Scale: the median score, with two in the middle their mean.
 */
export function countVotes(votes: readonly [Vote, ...Vote[]], { kind }: Pick<Ballot, 'kind'>): Vote {
  return kind === 'choices' ? mostFrequent(votes) : median(votes);
}

function mostFrequent(votes: readonly [Vote, ...Vote[]]): Vote {
  const counts = new Map<string, number>();
  for (const { verdict } of votes) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const [first = votes[0]] = votes.filter(({ verdict }) => counts.get(verdict) === most).toSorted(byScore);
  return first;
}

function median(votes: readonly [Vote, ...Vote[]]): Vote {
  const ordered = votes.toSorted(byScore);
  const lower = ordered[Math.floor((ordered.length - 1) / 2)] ?? votes[0];
  const upper = ordered[Math.floor(ordered.length / 2)] ?? votes[0];
  if (lower.score === upper.score) return lower;
  return { ...lower, verdict: String((Number(lower.verdict) + Number(upper.verdict)) / 2), score: (lower.score + upper.score) / 2 };
}

function byScore(left: Vote, right: Vote): number {
  return left.score - right.score;
}
