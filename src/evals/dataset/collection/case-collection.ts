import { type Diagnostic, hasErrors } from '../../../base/diagnostic.ts';
import type { Digest } from '../../../base/digest.ts';
import { digestOf } from '../../../base/digest.ts';
import { datasetDigestOf, type EvalCase } from '../eval-case.ts';
import type { ReadCase } from '../read-case.ts';
import { datasetError } from '../rows/raw-rows.ts';
import { BoundedFindings } from './bounded-findings.ts';
import { DigestIndex } from './digest-index.ts';
import { PlaceList } from './place-list.ts';

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
 * twice (pairing by content needs each case once). Some 120 bytes a case are kept.
 */
export class CaseCollection {
  readonly #findings = new BoundedFindings();
  readonly #contents = new DigestIndex();
  readonly #names = new DigestIndex();
  readonly #contentPlaces = new PlaceList();
  readonly #namePlaces = new PlaceList();
  readonly #tags = new Map<string, number>();
  #expecting = 0;
  #untagged = 0;

  /** The case, unless the row is none or repeats one. */
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
    const diagnostics = this.#findings.all();
    if (this.#contents.size === 0 && !hasErrors(diagnostics)) {
      diagnostics.push(datasetError({ file, line: 1, column: 1 }, 'dataset-empty', 'This dataset has no rows.'));
    }
    return {
      count: this.#contents.size,
      expecting: this.#expecting,
      tags: new Map([...this.#tags].sort(([, left], [, right]) => right - left)),
      untagged: this.#untagged,
      digest: datasetDigestOf(this.#contents.sorted()),
      diagnostics,
    };
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
    const content = this.#contents.indexOf(caseId);
    if (content !== -1) {
      const message = `This row has the inputs and the expectation of ${this.#contentPlaces.text(content, where)}.`;
      return datasetError(where, 'dataset-duplicate', message, 'Remove one; to ask a case several times use `repeat` in the suite.');
    }
    if (named) {
      const name = this.#names.add(digestOf(id));
      if (name !== -1)
        return datasetError(where, 'dataset-duplicate-id', `The id "${id}" is taken by ${this.#namePlaces.text(name, where)}.`);
      this.#namePlaces.push(where);
    }
    this.#contents.add(caseId);
    this.#contentPlaces.push(where);
    return undefined;
  }
}
