import type { ChangeStream } from '../../../protocol/openfeature/schemas.ts';
import type { SecretBox } from '../../secrets/secret-box.ts';

/** How long a ticket opens a stream at least, and at most twice that. Who reconnects later asks for the state first. */
const WINDOW_MS = 12 * 3_600_000;

/** After how long in the background a client closes its stream, in seconds. */
const INACTIVITY_SEC = 120;

/** Whose changes a ticket is about. */
export interface TicketPlace {
  readonly project: string;
  readonly environment: string;
}

interface TicketTools {
  readonly secrets: SecretBox;
  readonly clock: () => number;
}

/**
 * Where a client hears of changes.
 *
 * An `EventSource` sends no `Authorization`, so the address carries the one of the request that asked, sealed with the
 * master key: nobody but this registry reads it, it opens no other route, and it ends with the token or its window.
 */
export function changeStream(place: TicketPlace, authorization: string | undefined, { secrets, clock }: TicketTools): ChangeStream {
  const { project, environment } = place;
  const path = `/openfeature/${project}/${environment}/ofrep/v1/changes`;
  const stream = { type: 'sse', inactivityDelaySec: INACTIVITY_SEC } as const;
  // A page of the registry's own origin comes with its cookie.
  if (authorization === undefined) return { ...stream, endpoint: { requestUri: path } };
  const ticket = secrets.seal(JSON.stringify({ authorization, until: (ticketWindow(clock()) + 2) * WINDOW_MS }), about(place));
  return { ...stream, endpoint: { requestUri: `${path}?ticket=${encodeURIComponent(ticket)}` } };
}

/** Changes when new tickets are to be given out, so that nobody goes on with an old answer whose ticket has ended. */
export function ticketWindow(time: number): number {
  return Math.floor(time / WINDOW_MS);
}

/** The `Authorization` of a ticket; undefined for one that has ended, or is of another place or registry. */
export function openChangeTicket(ticket: string, { secrets, clock, ...place }: TicketPlace & TicketTools): string | undefined {
  try {
    const { authorization, until } = JSON.parse(secrets.open(ticket, about(place))) as { authorization: string; until: number };
    return clock() < until ? authorization : undefined;
  } catch {
    return undefined;
  }
}

function about({ project, environment }: TicketPlace): string {
  return `changes of ${project}/${environment}`;
}
