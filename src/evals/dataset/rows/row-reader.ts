import type { Diagnostic } from '../../../base/diagnostic.ts';
import { datasetError, type RawRow } from './raw-rows.ts';

/** Longer rows are no cases: the largest prompt of any model is a fraction of it. */
export const MAX_ROW_LENGTH = 16 * 1024 * 1024;

/** A row as its format tells it, or a finding in the place of one. */
export type RowOrFinding = RawRow | Diagnostic;

/** Reads the rows of one file whose text comes in pieces, cut anywhere. What it keeps is at most one row. */
export interface RowReader {
  /** The rows that end in this piece. */
  push(text: string): readonly RowOrFinding[];
  /** What is left at the end of the file. */
  end(): readonly RowOrFinding[];
}

export function isFinding(item: RowOrFinding): item is Diagnostic {
  return 'rule' in item;
}

/** Collects the text of one row; of one beyond the limit it keeps only that it is. */
export interface RowText {
  add(piece: string): void;
  /** The text since the last time; undefined for one that is too long. */
  take(): string | undefined;
  readonly isTooLong: boolean;
}

export function rowText(): RowText {
  let text = '';
  let isTooLong = false;
  return {
    add(piece) {
      if (isTooLong || text.length + piece.length > MAX_ROW_LENGTH) {
        isTooLong = true;
        text = '';
      } else {
        text += piece;
      }
    },
    take() {
      const taken = isTooLong ? undefined : text;
      text = '';
      isTooLong = false;
      return taken;
    },
    get isTooLong() {
      return isTooLong;
    },
  };
}

export function tooLongRow(where: RawRow['where']): Diagnostic {
  const message = `This row has more than ${MAX_ROW_LENGTH} characters.`;
  return datasetError(where, 'dataset-row-size', message, 'Check for a quote or bracket that is never closed.');
}
