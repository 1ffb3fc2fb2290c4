/** Bytes outside of memory: added at the end, read back from where they stand, gone once it is closed. */
export interface Spill {
  append(bytes: Uint8Array): void;
  /** Fills `into` with what stands from `position` on. */
  read(position: number, into: Uint8Array): void;
  close(): void;
}

/** Opens a spill of its own. @throws Failure `file-unwritable`, also from `append`: a full disk is met on the way */
export type OpenSpill = () => Spill;
