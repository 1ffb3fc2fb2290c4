import { Failure } from '../../base/failure.ts';
import { caseReader } from './case-reader.ts';
import { type CaseSource, casesInMemory } from './case-source.ts';
import { CaseCollection, type DatasetFigures } from './collection/case-collection.ts';
import { fewCases } from './collection/few-cases.ts';
import type { OpenSpill } from './collection/spill.ts';
import type { EvalCase } from './eval-case.ts';
import type { ReadCase } from './read-case.ts';
import { decodePieces } from './rows/decode-pieces.ts';
import type { RowFile } from './rows/row-file.ts';
import { type CaseSelection, caseDraw, caseFilter, type Drawn } from './selection/select-cases.ts';

export interface ScannedDataset extends DatasetFigures {
  /** What the selection lets through; mostly read from the files again each time. Only a dataset without errors is fit to be read. */
  readonly selected: CaseSource;
}

export interface ScanOptions {
  readonly selection?: CaseSelection;
  /** Draws the sample. */
  readonly seed?: number;
  /** Sees every case, selected or not, in the order of the files. */
  readonly onCase?: (evalCase: EvalCase) => void;
  /** Keeps what is known of many cases; absent: it is kept in memory. */
  readonly openSpill?: OpenSpill;
  /** Characters of all rows up to which what is selected stays in memory, rather than be read again. Default 0. */
  readonly mostKept?: number;
}

/**
 * Reads a dataset of any size once, from start to end, and keeps what it comes to instead of its cases.
 *
 * Several files are one dataset: a case is told apart across all of them, and the digest is of their union.
 * @throws Failure of the files, for example `dataset-changed`.
 */
export async function scanDataset(files: readonly RowFile[], options: ScanOptions = {}): Promise<ScannedDataset> {
  const { selection = {}, seed = 0, onCase, openSpill, mostKept = 0 } = options;
  const collection = new CaseCollection(openSpill);
  const lets = caseFilter(selection);
  const draw = caseDraw(selection, seed);
  const few = fewCases(mostKept);
  try {
    for (const file of files) {
      for await (const { read: batch, characters } of readCases(file)) {
        few.read(characters);
        for (const read of batch) {
          const evalCase = collection.add(read);
          if (evalCase === undefined) continue;
          onCase?.(evalCase);
          if (!lets(evalCase)) continue;
          draw.add(evalCase);
          few.add(evalCase);
        }
      }
    }
    const { count, drawn } = draw.end();
    const kept = few.all();
    const selected = kept
      ? casesInMemory(drawn ? kept.filter((_, place) => drawn(place)) : kept)
      : casesOfFiles(files, lets, { count, drawn });
    return { ...collection.figures(files[0]?.file ?? ''), selected };
  } finally {
    collection.close();
  }
}

function casesOfFiles(
  files: readonly RowFile[],
  lets: (evalCase: EvalCase) => boolean,
  { count, drawn }: { readonly count: number; readonly drawn: Drawn },
): CaseSource {
  return {
    count,
    async *[Symbol.asyncIterator]() {
      let [place, given] = [0, 0];
      for (const file of files) {
        for await (const { read: batch } of readCases(file)) {
          for (const evalCase of batch.flatMap((read) => (read.case !== undefined && lets(read.case) ? [read.case] : []))) {
            place += 1;
            if (drawn !== undefined && !drawn(place - 1)) continue;
            given += 1;
            yield evalCase;
          }
        }
      }
      if (given !== count) throw changed(files);
    },
  };
}

function changed(files: readonly RowFile[]): Failure {
  return new Failure('dataset-changed', `The dataset ${files.map(({ file }) => file).join(', ')} changed while it was read.`);
}

/**
 * Every row of a file, as a case or with what is wrong with it.
 *
 * Those of one piece come together: to wait for each costs as much as to read it.
 */
async function* readCases({ file, format, open, attachment }: RowFile): AsyncGenerator<CasesOfPiece> {
  const reader = caseReader(file, format, attachment);
  for await (const piece of decodePieces(file, open())) {
    if (typeof piece === 'string') yield { read: reader.push(piece), characters: piece.length };
    else {
      yield { read: [{ named: false, diagnostics: [piece] }], characters: 0 };
      return;
    }
  }
  yield { read: reader.end(), characters: 0 };
}

interface CasesOfPiece {
  readonly read: readonly ReadCase[];
  /** Of the piece. */
  readonly characters: number;
}
