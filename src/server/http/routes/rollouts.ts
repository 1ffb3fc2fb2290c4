import { addExposures, addOutcomes } from '../../../protocol/exposures.ts';
import { actOnRollout, listRollouts, listRolloutUnits, readRollout, startRollout } from '../../../protocol/rollouts.ts';
import { actOnRollout as act } from '../../actions/rollouts/act-on-rollout.ts';
import { countExposures, countOutcomes } from '../../actions/rollouts/count-seen.ts';
import { readRollout as read, rolloutsIn, unitsOf } from '../../actions/rollouts/read-rollouts.ts';
import { startRollout as start } from '../../actions/rollouts/start-rollout.ts';
import { type Route, route } from '../route.ts';

/** How traffic is split, and what became of it. */
export const rolloutRoutes: readonly Route[] = [
  route(listRollouts, ({ call, params, query }) => rolloutsIn(call, params.environment, query)),
  route(readRollout, ({ call, params, query }) => read(call, params, query.rollout)),
  route(startRollout, ({ call, params, body }) => start(call, params, body)),
  route(actOnRollout, ({ call, params, body }) => act(call, params, body)),
  route(listRolloutUnits, ({ call, params, query }) => unitsOf(call, params, query)),
  route(addExposures, ({ call, body }) => countExposures(call, body.exposures)),
  route(addOutcomes, ({ call, body }) => countOutcomes(call, body.outcomes)),
];
