import type { Answer, CaseResult } from '../../evals/run.ts';
import type { FindBaselineAnswer } from '../../evals/runner/sample-tools.ts';
import { comparesWithBaseline } from '../../evals/scorer/judged/named-judge.ts';
import type { Suite } from '../../evals/suite/suite.ts';

/** The answers of a baseline, for scorers that put the candidate's beside them. */
export interface BaselineAnswers {
  keep(result: CaseResult): void;
  readonly find: FindBaselineAnswer;
}

/** Where the answers of a suite's baseline are kept; nothing where no scorer compares with them. */
export function baselineAnswers({ scorers }: Pick<Suite, 'scorers'>): BaselineAnswers | undefined {
  if (!scorers.some(comparesWithBaseline)) return undefined;
  const answers = new Map<string, Answer>();
  return {
    keep({ caseId, sample, answer }) {
      if (answer !== undefined) answers.set(`${sample} ${caseId}`, answer);
    },
    find: async (caseId, sample) => answers.get(`${sample} ${caseId}`),
  };
}

/** What the baseline itself is compared with while it runs. */
export const comparedWithItself: FindBaselineAnswer = async (_caseId, _sample, own) => own;
