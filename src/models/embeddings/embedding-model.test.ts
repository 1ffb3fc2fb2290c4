import { describe, expect, test } from 'vitest';
import type { Embedder } from '../../evals/runner/embedder.ts';
import { answeredVector, embeddingRequest } from '../../evals/scorer/semantic/embedding-request.ts';
import { embeddingModel } from './embedding-model.ts';

function fake(vectorsOf: (texts: readonly string[]) => readonly (readonly number[])[]) {
  const batches: (readonly string[])[] = [];
  const embedder: Embedder = {
    name: 'fake',
    async embed(texts) {
      batches.push(texts);
      return { vectors: vectorsOf(texts), cost: 0.01 };
    },
    close: async () => {},
  };
  return { batches, model: embeddingModel(embedder) };
}
const options = { signal: new AbortController().signal, sample: 0 };

describe('embeddingModel', () => {
  test('sends together what is asked for together, and shares the cost by length', async () => {
    const { batches, model } = fake((texts) => texts.map((text) => [text.length]));
    const answers = await Promise.all(['a', 'bbb'].map((text) => model.answer(embeddingRequest('m/v', text), options)));
    expect(batches).toEqual([['a', 'bbb']]);
    expect(answers.map((answer) => [answeredVector(answer, 'm/v'), answer.cost])).toEqual([
      [[1], 0.0025],
      [[3], 0.0075],
    ]);
    await model.answer(embeddingRequest('m/v', 'c'), options);
    expect(batches).toHaveLength(2);
  });

  test('fails every text of a batch that came back short', async () => {
    const { model } = fake(() => [[1]]);
    const asked = ['a', 'b'].map((text) => model.answer(embeddingRequest('m/v', text), options));
    const ends = await Promise.allSettled(asked);
    expect(ends.map(({ status }) => status)).toContain('rejected');
    await expect(asked[1]).rejects.toMatchObject({ code: 'model-refused' });
  });
});
