import { streamEvents } from '../../../protocol/events.ts';
import { settingOf } from '../../actions/environments/setting.ts';
import type { EventStreams } from '../events/event-streams.ts';
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

/** What `Last-Event-ID` says; anything but a number of ours is as good as nothing. */
function heardLast(headers: Readonly<Record<string, unknown>>): number | undefined {
  const text = headers['last-event-id'];
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
