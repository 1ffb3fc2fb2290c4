import type { WebhookKind } from '../../../protocol/webhooks.ts';

export interface WebhookTables {
  webhooks: {
    id: string;
    project: string;
    kind: WebhookKind;
    url: string;
    /** A JSON list of event kinds; empty: all. */
    events: string;
    /** Sealed under the master key. */
    secret: string;
    created_at: number;
    creator_id: string;
    creator_name: string;
    /** The number of the last event that is done with. */
    cursor: number;
    /** Failed attempts at the event after it. */
    attempts: number;
    next_at: number;
    delivered_at: number | null;
    /** Events that were given up. */
    dropped: number;
    /** Of the last failed attempt; null since the last delivery. */
    error: string | null;
    error_at: number | null;
  };
}
