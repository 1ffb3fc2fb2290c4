export interface IdempotencyTables {
  /** Requests that run once: `reply` is null until it is known, `acted` 1 once the act is committed. */
  idempotency_keys: {
    principal: string;
    key: string;
    request_hash: string;
    acted: 0 | 1;
    /** Sealed: a reply may hold a token that is shown once. */
    reply: string | null;
    run_until: number;
    created_at: number;
  };
}
