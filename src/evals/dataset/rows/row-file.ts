import type { DatasetFormat } from '../dataset-format.ts';

/** A file of rows. */
export interface RowFile {
  /** How findings call it. */
  readonly file: string;
  readonly format: DatasetFormat;
  /**
   * Its bytes from the start, any number of times.
   *
   * Fails with `dataset-changed` when they are not those of the first time.
   */
  open(): AsyncIterable<Uint8Array>;
}
