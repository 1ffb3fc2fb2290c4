import { Failure } from '../../base/failure.ts';
import { partDigest, storedDatasetDigest } from '../../evals/dataset/stored/stored-dataset.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { readDataset, readDatasetPart, storeDataset, storeDatasetPart } from '../../protocol/datasets.ts';
import type { Registry } from '../registry.ts';
import type { HttpCaller } from './http-caller.ts';

/** The calls about datasets; what comes back is checked against its digest. */
export function datasetCalls(http: HttpCaller): Pick<Registry, 'storeDatasetPart' | 'storeDataset' | 'dataset' | 'datasetPart'> {
  return {
    async storeDatasetPart(name, { digest, text }) {
      await http.call(storeDatasetPart, { params: { dataset: name as PromptId, digest }, body: { text } });
    },

    storeDataset: (name, { parts }) => {
      const manifest = { parts: parts.map(({ digest, rows }) => ({ digest, rows })) };
      return http.call(storeDataset, { params: { dataset: name as PromptId, digest: storedDatasetDigest(manifest) }, body: manifest });
    },

    async dataset({ name, digest }) {
      const { parts } = await http.call(readDataset, { params: { dataset: name as PromptId, digest } });
      if (storedDatasetDigest({ parts }) === digest) return { parts };
      throw notWhatItSays(`${name}@${digest}`);
    },

    async datasetPart({ name, digest }, index, part) {
      const { text } = await http.call(readDatasetPart, { params: { dataset: name as PromptId, digest, part: String(index) } });
      if (partDigest(text) === part.digest) return text;
      throw notWhatItSays(`${name}@${digest}`);
    },
  };
}

function notWhatItSays(dataset: string): Failure {
  return new Failure('digest-mismatch', `The registry answered with rows that are not those of ${dataset}.`, {
    hint: 'Someone changed the rows on their way or in the registry; do not use them.',
  });
}
