import { addExposures, addOutcomes } from '../../protocol/exposures.ts';
import { actOnRollout, listRollouts, listRolloutUnits, readRollout, startRollout } from '../../protocol/rollouts.ts';
import type { EnvironmentName } from '../../release/environment.ts';
import type { RolloutCalls } from '../areas/rollouts.ts';
import type { HttpCaller } from './http-caller.ts';

/** Asked for at once. */
const PAGE = 1000;

/** The calls about rollouts. */
export function rolloutCalls(http: HttpCaller): RolloutCalls {
  return {
    async rollouts(environment, { prompt, underWay = false } = {}) {
      const query = { ...(prompt !== undefined && { prompt }), ...(underWay && { only: 'under-way' as const }), limit: PAGE };
      return (await http.call(listRollouts, { params: { environment }, query })).rollouts;
    },
    rollout: ({ rollout, ...params }) => http.call(readRollout, { params, query: { ...(rollout !== undefined && { rollout }) } }),
    startRollout: (definition, reason) => {
      // The pattern of the schema is that of environments.
      const params = { environment: definition.environment as EnvironmentName, prompt: definition.prompt };
      return http.call(startRollout, { params, body: { definition, ...(reason !== undefined && { reason }) } });
    },
    actOnRollout: ({ rollout, ...params }, request) =>
      http.call(actOnRollout, { params, body: { ...request, ...(rollout !== undefined && { rollout }) } }),
    rolloutUnits: async ({ rollout, ...params }, cursor) => {
      const query = { ...(rollout !== undefined && { rollout }), ...(cursor !== undefined && { cursor }), limit: PAGE };
      const { units, next } = await http.call(listRolloutUnits, { params, query });
      return { units, ...(next !== undefined && { next }) };
    },
    addExposures: (exposures) => http.call(addExposures, { body: { exposures } }),
    addOutcomes: (outcomes) => http.call(addOutcomes, { body: { outcomes } }),
  };
}
