import { stateReader } from '../../actions/environments/environment-state.ts';
import type { WebhookTools } from '../../actions/webhooks/webhooks.ts';
import type { Access } from '../../auth/access.ts';
import { langwatchRoutes } from '../../compat/langwatch/routes.ts';
import { openfeatureRoutes } from '../../compat/openfeature/routes.ts';
import type { EventStreams } from '../events/event-streams.ts';
import type { Route } from '../route.ts';
import { accessRoutes } from './access.ts';
import { auditRoutes } from './audit.ts';
import { datasetRoutes } from './datasets.ts';
import { draftRoutes } from './drafts.ts';
import { environmentRoutes, moveRoutes } from './environments.ts';
import { eventRoutes } from './events.ts';
import { evidenceRoutes, runRoutes } from './evidence.ts';
import { governanceRoutes } from './governance.ts';
import { type OperationTools, operationRoutes } from './operations.ts';
import { promptRoutes } from './prompts.ts';
import { remoteRunRoutes } from './remote-runs.ts';
import { reviewRoutes } from './reviews.ts';
import { rolloutRoutes } from './rollouts.ts';
import { versionRoutes } from './versions.ts';
import { webhookRoutes } from './webhooks.ts';

export interface RoutesOptions extends OperationTools, WebhookTools {
  readonly access: Access;
  readonly streams: EventStreams;
}

/** Every route that the registry answers. */
export function everyRoute(options: RoutesOptions): readonly Route[] {
  const { access, db, streams } = options;
  const readState = stateReader();
  return [
    ...versionRoutes,
    ...draftRoutes,
    ...datasetRoutes,
    ...promptRoutes,
    ...environmentRoutes(readState),
    ...moveRoutes,
    ...rolloutRoutes,
    ...reviewRoutes,
    ...eventRoutes(streams),
    ...governanceRoutes,
    ...accessRoutes(access),
    ...auditRoutes(db),
    ...runRoutes,
    ...remoteRunRoutes,
    ...evidenceRoutes,
    ...langwatchRoutes,
    ...openfeatureRoutes({ ...options, readState }),
    ...webhookRoutes(options),
    ...operationRoutes(options),
  ];
}
