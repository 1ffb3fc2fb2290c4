import { listEnvironments, readHistory, readQuarantine, readState, setEnvironments } from '../../../protocol/environments.ts';
import { applyPins, planPins, rollbackPin, unquarantine } from '../../../protocol/moves.ts';
import { applyPins as apply, planPins as plan } from '../../actions/environments/apply-pins.ts';
import { environmentsOf, setEnvironments as replaceEnvironments } from '../../actions/environments/environment-definitions.ts';
import type { ReadState } from '../../actions/environments/environment-state.ts';
import { historyOf } from '../../actions/environments/history.ts';
import { rollBack } from '../../actions/environments/roll-back.ts';
import { quarantineOf, unquarantine as release } from '../../actions/environments/unquarantine.ts';
import { bytesRoute, type Route, route } from '../route.ts';

/** What environments are, serve and served. */
export function environmentRoutes(readStateBytes: ReadState): readonly Route[] {
  return [
    route(listEnvironments, ({ call }) => environmentsOf(call)),
    route(setEnvironments, ({ call, body }) => replaceEnvironments(call, body.environments, body.reason)),
    bytesRoute(readState, ({ call, params }) => readStateBytes(call, params.environment)),
    route(readHistory, ({ call, params, query }) => historyOf(call, params.environment, query)),
    route(readQuarantine, ({ call, params }) => quarantineOf(call, params.environment)),
  ];
}

/** What moves pins. */
export const moveRoutes: readonly Route[] = [
  route(planPins, ({ call, params, body }) => plan(call, params.environment, body)),
  route(applyPins, ({ call, params, body }) => apply(call, params.environment, body)),
  route(rollbackPin, ({ call, params, body }) => rollBack(call, params.environment, body)),
  route(unquarantine, ({ call, params, body }) => release(call, params.environment, body)),
];
