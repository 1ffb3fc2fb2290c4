import type { PromptContent } from '../../prompt/prompt.ts';
import type { EvalCase } from '../dataset/eval-case.ts';
import type { Answer, ScoreResult } from '../run.ts';
import type { ScorerSpec } from '../scorer/scorer.ts';
import { scorerFor } from '../scorer/scorer-for.ts';
import { NO_TOOLS } from '../scorer/scoring-tools.ts';
import { boundsOf, DEFAULT_CONCURRENCY, DEFAULT_RETRIES } from './bounds-of.ts';
import { askWithin } from './calls/ask-within.ts';
import { pool } from './calls/pool.ts';
import { stopWith } from './calls/stop.ts';
import type { RunOptions, RunPorts } from './run-ports.ts';
import { type AskModel, sampleTools } from './sample-tools.ts';

/** An answer that is there already. */
export interface AnsweredCase {
  readonly case: EvalCase;
  readonly answer: Answer;
}

/** What answers belong to is not at hand: scorers that look at a prompt find an empty one. */
const NO_PROMPT: PromptContent = { template: 'none', messages: [], parameters: {}, tools: [], guardrails: [] };

/**
 * Scores answers that are there already, each with one scorer, within the bounds of a run. Results are in their order.
 *
 * @throws Failure `price-unknown` where a bound of cost could not be kept. Rejects with the signal's reason when that fires.
 */
export async function scoreAnswers(
  answered: readonly AnsweredCase[],
  spec: ScorerSpec,
  ports: Omit<RunPorts, 'model'>,
  options: Pick<RunOptions, 'concurrency' | 'deadlineMs' | 'retries' | 'signal'> & { readonly onResult?: () => void } = {},
): Promise<ScoreResult[]> {
  const { concurrency = DEFAULT_CONCURRENCY, retries = DEFAULT_RETRIES, onResult } = options;
  const stop = stopWith(options.signal);
  const bounds = boundsOf(ports, options, stop);
  const scorer = scorerFor(spec);
  const scores: ScoreResult[] = [];
  try {
    await pool(
      inOrder(answered),
      concurrency,
      async ([index, { case: evalCase, answer }]) => {
        const budget = { retries: { left: retries }, spent: 0 };
        const askJudge: AskModel = async (model, request, vote) => (await askWithin(bounds, model, request, vote, budget)).answer;
        const tools = sampleTools(ports.tools ?? NO_TOOLS, ports.scoringModels, askJudge, bounds.cache);
        scores[index] = await scorer.score(answer, evalCase, NO_PROMPT, tools);
        if (stop.isStopped) throw stop.reason;
        onResult?.();
      },
      stop,
    );
    return scores;
  } finally {
    stop.release();
    await ports.cache?.flush();
  }
}

async function* inOrder<Item>(items: readonly Item[]): AsyncGenerator<readonly [number, Item]> {
  yield* items.entries();
}
