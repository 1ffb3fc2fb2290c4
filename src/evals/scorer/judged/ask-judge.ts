import type { ModelRequest } from '../../runner/model.ts';
import { Unscorable } from '../scorer.ts';
import type { ScoringTools } from '../scoring-tools.ts';
import { type Ballot, readVote, type Vote } from './verdict.ts';

/** A vote, and the US dollars that it took; absent where no price is known. */
export interface PaidVote extends Vote {
  readonly cost?: number;
}

/**
 * Asks a judge for the how-manieth vote of several; what cannot be read is asked for once more.
 *
 * The second attempt has a number of its own, so that no cache gives the first one again.
 * @throws Unscorable when there is nobody to ask, and when neither answer is a verdict
 */
export async function askJudge(
  request: ModelRequest,
  vote: { readonly index: number; readonly of: number },
  ballot: Ballot,
  { ask }: ScoringTools,
): Promise<PaidVote> {
  if (ask === undefined) throw new Unscorable('there is no model to ask here');
  let cost: number | undefined;
  let problem = '';
  for (const sample of [vote.index, vote.of + vote.index]) {
    const answer = await ask(request, sample);
    if (answer.cost !== undefined) cost = (cost ?? 0) + answer.cost;
    const read = readVote(answer.text, ballot);
    if (typeof read !== 'string') return { ...read, ...(cost !== undefined && { cost }) };
    problem = read;
  }
  throw new Unscorable(`the judge ${request.model} gave no verdict twice; the last answer: ${problem}`);
}
