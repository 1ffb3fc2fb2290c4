import type { Answer } from '../run.ts';
import type { ScoringTools } from '../scorer/scoring-tools.ts';
import { answeredVector, embeddingRequest } from '../scorer/semantic/embedding-request.ts';
import type { AnswerCache } from './cache/answer-cache.ts';
import { recallVerdicts } from './cache/recall-verdicts.ts';
import type { Model, ModelRequest } from './model.ts';

/** The models that scorers ask, by `provider/model`; whoever wires them opens each once and closes it. */
export interface ScoringModels {
  judge(model: string): Promise<Model>;
  /** Answers requests of `embeddingRequest`. */
  embedder(model: string): Promise<Model>;
}

/** What the baseline answered to one sample of a case where the candidate answered `own`; `own` itself while the baseline runs. */
export type FindBaselineAnswer = (caseId: string, sample: number, own: Answer) => Promise<Answer | undefined>;

/** Asks a model within the bounds of a run: its cache, retry budget and cost. */
export type AskModel = (model: Model, request: ModelRequest, sample: number) => Promise<Answer>;

/** What the scorers of one sample may ask: what the run was given, what is kept, and models within the bounds of the sample. */
export function sampleTools(
  tools: ScoringTools,
  models: ScoringModels | undefined,
  ask: AskModel,
  cache: AnswerCache | undefined,
): ScoringTools {
  return { ...tools, ...(cache && { recall: recallVerdicts(cache) }), ...(models && askingTools(models, ask)) };
}

function askingTools(models: ScoringModels, ask: AskModel): Pick<ScoringTools, 'ask' | 'embed'> {
  return {
    ask: async (request, sample) => ask(await models.judge(request.model), request, sample),
    async embed(model, texts) {
      const embedder = await models.embedder(model);
      // All at once: the adapter sends what is asked for together in one batch.
      const answers = await Promise.all(texts.map((text) => ask(embedder, embeddingRequest(model, text), 0)));
      return answers.map((answer) => answeredVector(answer, model));
    },
  };
}
