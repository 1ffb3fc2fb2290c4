import { type Diagnostic, hasErrors } from '../../../base/diagnostic.ts';
import type { Digest } from '../../../base/digest.ts';
import { digestOf } from '../../../base/digest.ts';
import type { Place } from '../../../base/failure.ts';
import { datasetDigestOf, type EvalCase } from '../eval-case.ts';
import type { ReadCase } from '../read-case.ts';
import { datasetError } from '../rows/raw-rows.ts';
import { BoundedFindings } from './bounded-findings.ts';
import { placeText } from './place-list.ts';
import { RepeatedDigests } from './repeated-digests.ts';
import type { OpenSpill } from './spill.ts';

/** More tags than this are no tags but ids. */
const MOST_TAGS = 10_000;

/** What the cases of a dataset come to, without the cases. */
export interface DatasetFigures {
  readonly count: number;
  /** How many cases expect something. */
  readonly expecting: number;
  /** How many cases have a tag, by tag; the most frequent first. */
  readonly tags: ReadonlyMap<string, number>;
  readonly untagged: number;
  readonly digest: Digest;
  /** With an error among them the dataset is not fit to be run. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Sums up cases that come one by one, from one file or several, and finds rows that repeat a case and ids that are given
 * twice (pairing by content needs each case once).
 *
 * With a spill the memory does not grow with the cases: of more than 131,072 rows those that repeat others are found at the end,
 * and count until then. Close it after use.
 */
export class CaseCollection {
  readonly #findings = new BoundedFindings();
  readonly #contents: RepeatedDigests;
  readonly #names: RepeatedDigests;
  readonly #tags = new Map<string, number>();
  #expecting = 0;
  #untagged = 0;

  constructor(openSpill?: OpenSpill, mostInMemory?: number) {
    this.#contents = new RepeatedDigests(openSpill, mostInMemory);
    this.#names = new RepeatedDigests(openSpill, mostInMemory);
  }

  /** The case, unless the row is none or is known to repeat one. */
  add({ case: evalCase, named, diagnostics }: ReadCase): EvalCase | undefined {
    for (const finding of diagnostics) this.#findings.add(finding);
    if (evalCase === undefined) return undefined;
    const repeated = this.#repetition(evalCase, named);
    if (repeated !== undefined) {
      this.#findings.add(repeated);
      return undefined;
    }
    this.#count(evalCase);
    return evalCase;
  }

  report(finding: Diagnostic): void {
    this.#findings.add(finding);
  }

  /** @param file what a finding about having no rows at all points at. */
  figures(file: string): DatasetFigures {
    for (const { where, first } of this.#contents.late()) this.#findings.add(duplicate(where, placeText(first, where)));
    for (const { where, first } of this.#names.late()) {
      this.#findings.add(datasetError(where, 'dataset-duplicate-id', `The id of this row is taken by ${placeText(first, where)}.`));
    }
    const diagnostics = this.#findings.all();
    const count = this.#contents.size();
    if (count === 0 && !hasErrors(diagnostics)) {
      diagnostics.push(datasetError({ file, line: 1, column: 1 }, 'dataset-empty', 'This dataset has no rows.'));
    }
    return {
      count,
      expecting: this.#expecting,
      tags: new Map([...this.#tags].sort(([, left], [, right]) => right - left)),
      untagged: this.#untagged,
      digest: datasetDigestOf(this.#contents.sorted()),
      diagnostics,
    };
  }

  close(): void {
    this.#contents.close();
    this.#names.close();
  }

  #count({ expected, tags }: EvalCase): void {
    if (expected !== undefined) this.#expecting += 1;
    if (tags.length === 0) this.#untagged += 1;
    for (const tag of new Set(tags)) {
      const count = this.#tags.get(tag);
      if (count !== undefined || this.#tags.size < MOST_TAGS) this.#tags.set(tag, (count ?? 0) + 1);
    }
  }

  #repetition({ caseId, id, where }: EvalCase, named: boolean): Diagnostic | undefined {
    const same = this.#contents.add(caseId, where);
    if (same !== undefined) return duplicate(where, same);
    const taken = named ? this.#names.add(digestOf(id), where) : undefined;
    return taken === undefined ? undefined : datasetError(where, 'dataset-duplicate-id', `The id "${id}" is taken by ${taken}.`);
  }
}

function duplicate(where: Place, first: string): Diagnostic {
  const message = `This row has the inputs and the expectation of ${first}.`;
  return datasetError(where, 'dataset-duplicate', message, 'Remove one; to ask a case several times use `repeat` in the suite.');
}
