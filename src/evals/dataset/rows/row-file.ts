import type { DatasetFormat } from '../dataset-format.ts';
import type { ReadAttachment } from '../dialogue/read-dialogue.ts';

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
  /** Reads what its rows attach; absent: they can attach no file. */
  readonly attachment?: ReadAttachment;
}
