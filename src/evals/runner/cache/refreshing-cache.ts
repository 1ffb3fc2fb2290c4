import type { AnswerCache, AnswerKey } from './answer-cache.ts';

/** A cache that forgets what it held before: everything is asked once more, and the new answers are kept. */
export function refreshingCache(cache: AnswerCache): AnswerCache {
  const renewed = new Set<string>();
  const name = ({ provider, request, sample }: AnswerKey) => `${request} ${sample} ${provider}`;
  return {
    ...cache,
    get: async (key) => (renewed.has(name(key)) ? cache.get(key) : undefined),
    put(key, answer) {
      renewed.add(name(key));
      cache.put(key, answer);
    },
  };
}
