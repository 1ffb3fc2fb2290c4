import { Failure } from '../../../base/failure.ts';
import type { Judgement } from '../../run.ts';
import { type PrepareJudge, type ScorerBinding, Unscorable } from '../scorer.ts';
import { askJudge, type PaidVote } from './ask-judge.ts';
import { countVotes } from './count-votes.ts';
import { type JudgeTemplate, type Judging, judgeTemplate } from './judge-request.ts';
import { type AddedTexts, answerText, caseTexts, transcriptText } from './judged-texts.ts';
import type { Ballot } from './verdict.ts';

/** What every judging scorer is told. */
export interface JudgeSettings extends AddedTexts {
  readonly ballot: Ballot;
  readonly votes: number;
  /** The score from which an answer passes. */
  readonly threshold: number;
  readonly rubric?: string | undefined;
}

/** Judges one answer by itself: the votes of a judge, counted; pass or fail is worked out from the score. */
export function singleJudge(settings: JudgeSettings, bound: ScorerBinding | undefined): PrepareJudge {
  const textsOf = caseTexts(settings);
  return ({ case: evalCase }) => {
    const texts = textsOf(evalCase);
    const template = renderedJudge(judgingOf(settings, bound), ['answer', 'transcript', ...Object.keys(texts)], ['answer']);
    return async (answer, tools) => {
      const request = template.request({ ...texts, answer: answerText(answer), transcript: transcriptText(answer) });
      const votes: PaidVote[] = [];
      // One after the other: the bound of calls at once is the run's.
      for (let index = 0; index < settings.votes; index += 1) {
        votes.push(await askJudge(request, { index, of: settings.votes }, settings.ballot, tools));
      }
      return judgement(votes, settings);
    };
  };
}

/** Who judges by what. @throws Unscorable for a scorer that was not bound: there is no judge prompt then */
export function judgingOf({ ballot, rubric }: Pick<JudgeSettings, 'ballot' | 'rubric'>, bound: ScorerBinding | undefined): Judging {
  const { judge, model } = bound ?? {};
  if (judge === undefined || model === undefined) throw new Unscorable('its judge prompt is not at hand');
  return { judge, model, ballot, trusted: rubric === undefined ? {} : { rubric } };
}

/** A failure of the judge prompt is a reason why the case cannot be judged, found before anything is paid for. */
export function renderedJudge(judging: Judging, names: readonly string[], shown: readonly string[]): JudgeTemplate {
  try {
    return judgeTemplate(judging, names, shown);
  } catch (error) {
    if (error instanceof Failure) throw new Unscorable(`the judge prompt cannot be rendered: ${error.message.replace(/\.$/, '')}`);
    throw error;
  }
}

/** US dollars of several votes; undefined where no price is known. */
export function costOf(votes: readonly Pick<PaidVote, 'cost'>[]): number | undefined {
  return votes.some(({ cost }) => cost !== undefined) ? votes.reduce((sum, { cost = 0 }) => sum + cost, 0) : undefined;
}

function judgement(votes: readonly PaidVote[], { ballot, threshold }: JudgeSettings): Judgement {
  const [first, ...others] = votes;
  if (first === undefined) throw new Unscorable('nobody voted');
  const counted = countVotes([first, ...others], ballot);
  const cost = costOf(votes);
  const tally = others.length === 0 ? '' : ` (${votes.map(({ verdict }) => verdict).join(', ')})`;
  return {
    score: counted.score,
    pass: counted.score >= threshold,
    reason: `${counted.verdict}${tally}: ${counted.reasoning}`,
    verdict: counted.verdict,
    ...(cost !== undefined && { cost }),
  };
}
