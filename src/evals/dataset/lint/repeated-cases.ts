import type { Diagnostic } from '../../../base/diagnostic.ts';
import { type Digest, digestOf } from '../../../base/digest.ts';
import type { Place } from '../../../base/failure.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import { placeText } from '../collection/place-list.ts';
import { RepeatedDigests } from '../collection/repeated-digests.ts';
import type { OpenSpill } from '../collection/spill.ts';
import { askedOf, type EvalCase } from '../eval-case.ts';
import { datasetFinding } from '../rows/raw-rows.ts';

/**
 * Warns of cases that ask what another asks: with another expectation, or only laid out otherwise.
 *
 * Rows that are equal to the last character are errors of the dataset itself (`dataset-duplicate`).
 */
export class RepeatedCases {
  readonly #byInputs: RepeatedDigests;
  readonly #byLook: RepeatedDigests;

  constructor(openSpill?: OpenSpill) {
    this.#byInputs = new RepeatedDigests(openSpill);
    this.#byLook = new RepeatedDigests(openSpill);
  }

  add(evalCase: EvalCase): Diagnostic | undefined {
    const { where } = evalCase;
    const asked = askedOf(evalCase);
    const inputs = digestOf(asked);
    const same = this.#byInputs.add(inputs, where);
    const alike = this.#byLook.add(digestOf(folded(asked)), where, startOf(inputs));
    if (same !== undefined) return contradicted(where, same);
    return alike === undefined ? undefined : nearDuplicate(where, alike);
  }

  /** Of more cases than are kept in memory: those that could not be told when they came. */
  late(): Diagnostic[] {
    return [
      ...this.#byInputs.late().map(({ where, first }) => contradicted(where, placeText(first, where))),
      ...this.#byLook.late().flatMap(({ where, first, isSameDetail }) =>
        // The same inputs are no look-alikes, and told already.
        isSameDetail ? [] : [nearDuplicate(where, placeText(first, where))],
      ),
    ];
  }

  close(): void {
    this.#byInputs.close();
    this.#byLook.close();
  }
}

/** 32 bits are enough to tell apart the few inputs that look the same. */
function startOf(digest: Digest): number {
  return Number.parseInt(digest.slice('sha256:'.length, 'sha256:'.length + 8), 16);
}

function contradicted(where: Place, first: string): Diagnostic {
  const message = `This row has the inputs of ${first} and expects something else: no answer can satisfy both.`;
  return datasetFinding('warning', where, 'case-contradicted', message, 'Keep the right expectation, or one that allows both answers.');
}

function nearDuplicate(where: Place, first: string): Diagnostic {
  const message = `But for case and white space this row has the inputs of ${first}.`;
  const hint = 'It counts twice and says once; remove it, or give both one `group`.';
  return datasetFinding('warning', where, 'case-near-duplicate', message, hint);
}

/** What is left of a value when case and white space do not count. */
function folded(value: Json): Json {
  if (typeof value === 'string') return value.toLowerCase().replace(/\s+/g, ' ').trim();
  if (Array.isArray(value)) return value.map(folded);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, folded(member)])) as JsonObject;
}
