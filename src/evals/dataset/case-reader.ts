import { type DatasetFormat, ROW_READERS } from './dataset-format.ts';
import type { ReadAttachment } from './dialogue/read-dialogue.ts';
import { type ReadCase, readCase } from './read-case.ts';
import { withoutByteOrderMark } from './rows/raw-rows.ts';
import { isFinding, type RowOrFinding } from './rows/row-reader.ts';

/** Reads the cases of one file whose text comes in pieces. */
export interface CaseReader {
  push(text: string): readonly ReadCase[];
  end(): readonly ReadCase[];
}

/** What every dataset goes through, whether its text is in memory or comes from a file piece by piece. */
export function caseReader(file: string, format: DatasetFormat, attachment?: ReadAttachment): CaseReader {
  const rows = ROW_READERS[format](file);
  const toCase = (item: RowOrFinding): ReadCase => (isFinding(item) ? { named: false, diagnostics: [item] } : readCase(item, attachment));
  let isStarted = false;
  return {
    push(text) {
      const content = isStarted ? text : withoutByteOrderMark(text);
      isStarted ||= text !== '';
      return rows.push(content).map(toCase);
    },
    end: () => rows.end().map(toCase),
  };
}
