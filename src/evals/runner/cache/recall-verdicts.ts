import { jsonValue } from '../../../base/json/json-value.ts';
import type { ScoringTools } from '../../scorer/scoring-tools.ts';
import type { AnswerCache } from './answer-cache.ts';

/** Keeps what scorers of the repository say beside the answers, so that the flags of the cache hold for both. */
export function recallVerdicts(cache: AnswerCache): NonNullable<ScoringTools['recall']> {
  return async (key, give) => {
    const place = { provider: 'scorer', request: key, sample: 0 };
    const known = await cache.get(place);
    const kept = known && jsonValue(known.text);
    if (kept !== undefined) return kept;
    const given = await give();
    cache.put(place, { text: JSON.stringify(given), latencyMs: 0 });
    return given;
  };
}
