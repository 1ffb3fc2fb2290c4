import { Failure } from '../../../base/failure.ts';
import type { Model } from '../model.ts';
import { requestExcerpt } from '../request/request-excerpt.ts';

/** Stands for a model that must not be asked: what is not in the cache is an error. */
export function offlineModel(model: Model): Model {
  return {
    ...model,
    async answer(request, { sample }) {
      const which = sample === 0 ? 'no answer' : `no answer ${sample + 1}`;
      throw new Failure(
        'answer-not-cached',
        `There is ${which} of ${request.model} to ${requestExcerpt(request)} in the cache, and --offline asks nobody.`,
      );
    },
  };
}
