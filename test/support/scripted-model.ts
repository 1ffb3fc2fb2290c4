import type { Failure } from '../../src/base/failure.ts';
import type { Answer } from '../../src/evals/run.ts';
import type { AnswerCache } from '../../src/evals/runner/cache/answer-cache.ts';
import type { CallOptions, Model, ModelRequest } from '../../src/evals/runner/model.ts';
import type { RunOptions, RunPorts } from '../../src/evals/runner/run-ports.ts';
import { runSuite } from '../../src/evals/runner/run-suite.ts';
import { type RunSketch, runRequest } from './eval-suite.ts';

/** What a scripted model says to its n-th call; a failure is thrown. */
export type Reply = (request: ModelRequest, options: CallOptions, call: number) => Answer | Failure | Promise<Answer>;

/** Says `answer 7` to `question 7`, in five milliseconds, for a cent. */
export const ECHO: Reply = ({ messages }) => ({
  text: messages[0]?.content?.replace('question', 'answer') ?? '',
  latencyMs: 5,
  cost: 0.01,
});

/** Passes what ECHO says to numbered rows. */
export const EQUALS = { id: 'right', uses: 'equals', parameters: { value: '{{ expected }}' } };

/** A model port that follows a script and counts its calls. */
export function scriptedModel(reply: Reply) {
  const seen = { calls: 0, open: 0, mostOpen: 0 };
  const model: Model = {
    name: 'scripted',
    async answer(request, options) {
      const call = seen.calls;
      seen.calls += 1;
      seen.open += 1;
      seen.mostOpen = Math.max(seen.mostOpen, seen.open);
      // A real call never answers in the same tick.
      await new Promise((resolve) => setImmediate(resolve));
      seen.open -= 1;
      const answer = await reply(request, options, call);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    close: async () => {},
  };
  return { model, seen };
}

/** An answer cache that forgets with the test. */
export function memoryCache(): AnswerCache & { size: () => number } {
  const answers = new Map<string, Answer>();
  return {
    get: async (key) => answers.get(JSON.stringify(key)),
    put: (key, answer) => void answers.set(JSON.stringify(key), answer),
    flush: async () => {},
    size: () => answers.size,
  };
}

/** Runs a suite on a scripted model, with time that only passes by waiting. */
export async function runScripted(sketch: RunSketch, reply: Reply = ECHO, options: RunOptions = {}, more: Partial<RunPorts> = {}) {
  const { model, seen } = scriptedModel(reply);
  const waits: number[] = [];
  let now = 1_000_000;
  const wait = async (milliseconds: number) => {
    waits.push(milliseconds);
    now += milliseconds;
  };
  const ports = { model, clock: () => now, random: () => 0.5, wait, ...more };
  const outcome = await runSuite(runRequest({ scorers: [EQUALS], ...sketch }), ports, options);
  return { ...outcome, results: outcome.run.results, seen, waits };
}
