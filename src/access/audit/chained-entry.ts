import { type Digest, digestOf } from '../../base/digest.ts';
import type { Json } from '../../base/json/canonical-json.ts';

/** What an audit trail keeps of one act. */
export interface AuditEntry {
  /** 1, 2, 3 … per project, without gaps. */
  readonly seq: number;
  readonly time: number;
  readonly actor: { readonly id: string; readonly name: string };
  readonly action: string;
  readonly target: string;
  readonly before: Json;
  readonly after: Json;
  /** What policy said: `allowed`, or why it did not need to be asked. */
  readonly verdict: string;
  readonly requestId: string;
}

/** An entry in its chain: an edited, removed or moved entry no longer fits the hash that follows it. */
export interface ChainedEntry extends AuditEntry {
  readonly previous: Digest;
  readonly hash: Digest;
}

/** What the first entry of a chain follows. */
export const CHAIN_START: Digest = digestOf('promptlane audit');

/** Hangs an entry on the chain that ends with `previous`. */
export function chainedEntry(entry: AuditEntry, previous: Digest): ChainedEntry {
  const sealed = { ...entry, previous };
  return { ...sealed, hash: digestOf(sealed) };
}

/** Whether an entry is what its hash says, members that this program does not know included. */
export function isSealed({ hash, ...entry }: ChainedEntry): boolean {
  try {
    return digestOf(entry as unknown as Json) === hash;
  } catch {
    return false;
  }
}
