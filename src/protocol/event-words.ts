/** The kind of the first event of a stream: from here on nothing is missed. Read the state after it. */
export const READY = 'ready';
/** The kind of the last event of a stream whose server stops. */
export const CLOSING = 'closing';

/** How often a silent stream says that it is there; a client that hears nothing for three times as long connects again. */
export const HEARTBEAT_MS = 15_000;
