import type { Digest } from '../../../base/digest.ts';

/** What the registry signs with, and what it signed of its audit trails. */
export interface SigningTables {
  signing_keys: {
    id: Digest;
    public_key: string;
    created_at: number;
    /** Both or none: the key before, and what it said of this one. */
    endorsed_by: Digest | null;
    endorsement: string | null;
  };
  /** `checkpoint`: as it was signed, JSON. */
  audit_checkpoints: { project: string; seq: number; checkpoint: string };
}
