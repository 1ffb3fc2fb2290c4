import { streamEvents } from '../../../protocol/events.ts';
import { settingOf } from '../../actions/environments/setting.ts';
import type { EventStreams } from '../events/event-streams.ts';
import { heardLast } from '../events/heard-last.ts';
import { type Route, streamRoute } from '../route.ts';

/** What happens, as it happens. */
export function eventRoutes(streams: EventStreams): readonly Route[] {
  return [
    streamRoute(streamEvents, async ({ call, params, headers, readmit }, takeResponse) => {
      const { db, principal, project } = call;
      await settingOf(db, project, params.environment);
      await streams.open(takeResponse, { db, principal, project, environment: params.environment, after: heardLast(headers), readmit });
    }),
  ];
}
