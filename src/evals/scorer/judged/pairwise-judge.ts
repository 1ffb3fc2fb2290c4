import type { EvalCase } from '../../dataset/eval-case.ts';
import type { Answer, Judgement } from '../../run.ts';
import { expectedString } from '../expected-value.ts';
import { type PrepareJudge, type ScorerBinding, Unscorable } from '../scorer.ts';
import type { ScoringTools } from '../scoring-tools.ts';
import { askJudge, type PaidVote } from './ask-judge.ts';
import type { JudgeTemplate } from './judge-request.ts';
import { answerText, caseTexts } from './judged-texts.ts';
import { costOf, type JudgeSettings, judgingOf, renderedJudge } from './single-judge.ts';
import type { Ballot } from './verdict.ts';

export interface PairwiseSettings extends Omit<JudgeSettings, 'ballot'> {
  /** What the answer is compared with; absent: the answer of the baseline. */
  readonly against?: string | undefined;
}

const BALLOT = { kind: 'choices', choices: { first: 1, tie: 0.5, second: 0 } } as const satisfies Ballot;

/** How an answer came out against the other one in both orders, from its own side. */
interface Comparison {
  /** 1 won, 0.5 tied, 0 lost. */
  readonly score: number;
  /** True when the order decided: that counts as a tie. */
  readonly isInconsistent: boolean;
  readonly reasoning: string;
  readonly votes: readonly PaidVote[];
}

/**
 * Judges an answer against another one to the same case, in both orders.
 *
 * Judges prefer a place: only who wins in both orders wins, and whatever depends on the order is a tie and told as one.
 * The same text ties without a question, so the baseline scores 0.5 against itself and a candidate's mean is to be read
 * against that.
 */
export function pairwiseJudge(settings: PairwiseSettings, bound: ScorerBinding | undefined): PrepareJudge {
  const textsOf = caseTexts(settings);
  const against = settings.against === undefined ? undefined : expectedString(settings.against);
  return ({ case: evalCase }) => {
    const texts = textsOf(evalCase);
    const reference = against?.(evalCase);
    const names = ['first', 'second', ...Object.keys(texts)];
    const template = renderedJudge(judgingOf({ ...settings, ballot: BALLOT }, bound), names, ['first', 'second']);
    return async (answer, tools) => {
      const other = reference ?? answerText(await baselineAnswer(evalCase, answer, tools));
      const own = answerText(answer);
      if (own === other) return tied(settings);
      const comparisons: Comparison[] = [];
      for (let index = 0; index < settings.votes; index += 1) {
        comparisons.push(await compareOnce(template, { own, other, texts }, { index, of: settings.votes }, tools));
      }
      return judgement(comparisons, settings);
    };
  };
}

async function baselineAnswer(evalCase: EvalCase, answer: Answer, { baselineAnswer: find }: ScoringTools): Promise<Answer> {
  const found = await find?.(evalCase.caseId, answer);
  if (found === undefined) throw new Unscorable('there is no answer of a baseline to compare with; `against` names another');
  return found;
}

async function compareOnce(
  template: JudgeTemplate,
  { own, other, texts }: { readonly own: string; readonly other: string; readonly texts: Readonly<Record<string, string>> },
  vote: { readonly index: number; readonly of: number },
  tools: ScoringTools,
): Promise<Comparison> {
  const before = await askJudge(template.request({ ...texts, first: own, second: other }), vote, BALLOT, tools);
  const after = await askJudge(template.request({ ...texts, first: other, second: own }), vote, BALLOT, tools);
  const isInconsistent = before.score !== 1 - after.score;
  return { score: isInconsistent ? 0.5 : before.score, isInconsistent, reasoning: before.reasoning, votes: [before, after] };
}

function tied({ threshold }: PairwiseSettings): Judgement {
  return { score: 0.5, pass: threshold <= 0.5, reason: 'tie: both answers are the same', verdict: 'tie' };
}

/** The median of the comparisons. */
function judgement(comparisons: readonly Comparison[], { threshold }: PairwiseSettings): Judgement {
  const ordered = comparisons.toSorted((left, right) => left.score - right.score);
  const middle = ordered[Math.floor((ordered.length - 1) / 2)];
  if (middle === undefined) throw new Unscorable('nobody voted');
  const verdict = middle.score === 1 ? 'wins' : middle.score === 0 ? 'loses' : 'tie';
  const isInconsistent = comparisons.some((one) => one.isInconsistent);
  const cost = costOf(comparisons.flatMap(({ votes }) => votes));
  return {
    score: middle.score,
    pass: middle.score >= threshold,
    reason: `${verdict}${middle.isInconsistent ? ' (the order decided)' : ''}: ${middle.reasoning}`,
    verdict,
    ...(isInconsistent && { orderDecided: true }),
    ...(cost !== undefined && { cost }),
  };
}
