import type { Digest } from '../../base/digest.ts';

/** What of an environment outlives a process. Nothing that comes out of it is believed: contents are hashed again. */
export interface LocalStore {
  /** The last state with its ETag, as texts; undefined when there is none, or none that can be read. */
  readState(): Promise<KeptState | undefined>;
  /** Rejects when it cannot be written, on a full disk for one. */
  writeState(state: KeptState): Promise<void>;
  readContent(digest: Digest): Promise<string | undefined>;
  writeContent(digest: Digest, text: string): Promise<void>;
}

export interface KeptState {
  readonly text: string;
  readonly etag?: string | undefined;
}

/** For platforms without a disk. */
export const NO_STORE: LocalStore = {
  readState: async () => undefined,
  writeState: async () => undefined,
  readContent: async () => undefined,
  writeContent: async () => undefined,
};
