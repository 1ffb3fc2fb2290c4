import { addExposures, addOutcomes } from '../../../protocol/exposures.ts';
import { countExposures, countOutcomes } from '../../actions/rollouts/count-seen.ts';
import { type Route, route } from '../route.ts';

/** How traffic is split, and what became of it. */
export const rolloutRoutes: readonly Route[] = [
  route(addExposures, ({ call, body }) => countExposures(call, body.exposures)),
  route(addOutcomes, ({ call, body }) => countOutcomes(call, body.outcomes)),
];
