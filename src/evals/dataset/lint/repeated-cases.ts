import type { Diagnostic } from '../../../base/diagnostic.ts';
import { digestOf } from '../../../base/digest.ts';
import type { Place } from '../../../base/failure.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import { DigestIndex } from '../collection/digest-index.ts';
import { PlaceList } from '../collection/place-list.ts';
import { askedOf, type EvalCase } from '../eval-case.ts';
import { datasetFinding } from '../rows/raw-rows.ts';

/**
 * Warns of cases that ask what another asks: with another expectation, or only laid out otherwise.
 *
 * Rows that are equal to the last character are errors of the dataset itself (`dataset-duplicate`).
 */
export class RepeatedCases {
  readonly #byInputs = new DigestIndex();
  readonly #byLook = new DigestIndex();
  readonly #inputPlaces = new PlaceList();
  readonly #lookPlaces = new PlaceList();

  add(evalCase: EvalCase): Diagnostic | undefined {
    const { where } = evalCase;
    const asked = askedOf(evalCase);
    const same = this.#byInputs.add(digestOf(asked));
    const alike = this.#byLook.add(digestOf(folded(asked)));
    if (same === -1) this.#inputPlaces.push(where);
    if (alike === -1) this.#lookPlaces.push(where);
    if (same !== -1) return contradicted(where, this.#inputPlaces.text(same, where));
    return alike === -1 ? undefined : nearDuplicate(where, this.#lookPlaces.text(alike, where));
  }
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
