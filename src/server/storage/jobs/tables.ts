export interface JobTables {
  /** Work by batches. `fence` grows with every lease: what an earlier holder says is known by it. */
  jobs: {
    project: string;
    batch: string;
    number: number;
    payload: string;
    state: 'ready' | 'leased' | 'done' | 'dead';
    attempts: number;
    fence: number;
    ready_at: number;
    holder: string | null;
    until: number | null;
    error: string | null;
    created_at: number;
  };
}
