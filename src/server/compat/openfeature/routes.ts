import * as openfeature from '../../../protocol/openfeature/endpoints.ts';
import type { ProviderConfiguration } from '../../../protocol/openfeature/schemas.ts';
import type { ReadState } from '../../actions/environments/environment-state.ts';
import { settingOf } from '../../actions/environments/setting.ts';
import type { EventStreams } from '../../http/events/event-streams.ts';
import { heardLast } from '../../http/events/heard-last.ts';
import { type Route, route, streamRoute, taggedRoute } from '../../http/route.ts';
import type { SecretBox } from '../../secrets/secret-box.ts';
import { openfeatureErrors } from './errors.ts';
import { openFlags } from './flags.ts';

export interface OpenfeatureTools {
  readonly readState: ReadState;
  readonly secrets: SecretBox;
  readonly streams: EventStreams;
}

/** The routes of OpenFeature's remote evaluation protocol. */
export function openfeatureRoutes({ readState, secrets, streams }: OpenfeatureTools): readonly Route[] {
  const flags = openFlags(readState, secrets);
  const routes: readonly Route[] = [
    route(openfeature.ofrepEvaluate, ({ call, params, body }) =>
      flags.one(call, params.environment, { key: params.key, context: body.context ?? {} }),
    ),
    taggedRoute(openfeature.ofrepEvaluateAll, ({ call, params, body, headers }) =>
      flags.all(call, params.environment, { context: body.context ?? {}, authorization: headers.authorization }),
    ),
    route(openfeature.ofrepConfiguration, async () => CONFIGURATION),
    streamRoute(openfeature.ofrepChanges, async ({ call, params, headers, readmit }, takeResponse) => {
      const { db, principal, project } = call;
      const { environment } = params;
      await settingOf(db, project, environment);
      await streams.open(takeResponse, { db, principal, project, environment, after: heardLast(headers), readmit, say: () => REFETCH });
    }),
  ];
  return routes.map((declared) => ({ ...declared, errors: openfeatureErrors }));
}

/** Providers listen to plain messages, and ask again whatever it was that happened. */
const REFETCH = { event: 'message', data: { type: 'refetchEvaluation' } } as const;

const CONFIGURATION: ProviderConfiguration = {
  name: 'promptlane',
  capabilities: {
    cacheInvalidation: { polling: { enabled: true, minPollingIntervalMs: 1000 } },
    flagEvaluation: { supportedTypes: ['object'] },
    caching: { enabled: false },
  },
};
