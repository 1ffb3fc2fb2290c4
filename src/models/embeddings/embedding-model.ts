import { Failure } from '../../base/failure.ts';
import type { Answer } from '../../evals/run.ts';
import type { Embedder, Embeddings } from '../../evals/runner/embedder.ts';
import type { CallOptions, Model } from '../../evals/runner/model.ts';
import { embeddedText, vectorText } from '../../evals/scorer/semantic/embedding-request.ts';

interface Waiting {
  readonly text: string;
  readonly options: CallOptions;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * An embedder as a model that answers `embeddingRequest`, so that caches, cassettes and budgets treat vectors as answers.
 *
 * What is asked in one turn of the event loop goes to the provider together; its cost is shared by the length of the texts.
 */
export function embeddingModel(embedder: Embedder): Model {
  let waiting: Waiting[] = [];
  const send = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    const [first] = batch;
    if (first === undefined) return;
    const started = performance.now();
    try {
      const embeddings = await embedder.embed(
        batch.map(({ text }) => text),
        first.options,
      );
      const latencyMs = performance.now() - started;
      for (const [index, { resolve }] of batch.entries()) resolve(answerAt(index, batch, embeddings, latencyMs));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  return {
    name: embedder.name,
    answer: (request, options) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(send);
        waiting.push({ text: embeddedText(request), options, resolve, reject });
      }),
    close: () => embedder.close(),
  };
}

function answerAt(index: number, batch: readonly Waiting[], { vectors, usage, cost }: Embeddings, latencyMs: number): Answer {
  const vector = vectors[index];
  if (vector === undefined) throw new Failure('model-refused', `${batch.length} texts were sent, and ${vectors.length} vectors came.`);
  const characters = batch.reduce((sum, { text }) => sum + text.length, 0);
  const share = (batch[index]?.text.length ?? 0) / Math.max(1, characters);
  return {
    text: vectorText(vector),
    latencyMs,
    ...(usage && { usage: { input: Math.round(usage.input * share), output: 0 } }),
    ...(cost !== undefined && { cost: cost * share }),
  };
}
