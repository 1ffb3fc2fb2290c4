import { type Digest, digestOf } from '../../base/digest.ts';
import type { Place } from '../../base/failure.ts';
import { sha256HexOfPieces } from '../../base/hash.ts';
import type { Json, JsonObject } from '../../base/json/canonical-json.ts';
import { type CaseDialogue, dialogueContent } from './dialogue/case-dialogue.ts';

/** One case of a dataset: the inputs to render a prompt with, and what a good answer must show. */
export interface EvalCase {
  /** Content id: a digest over inputs and expected. Pairs candidate and baseline, whatever the row number. */
  readonly caseId: Digest;
  /** The row's own id, or the first digits of the content id. */
  readonly id: string;
  readonly inputs: JsonObject;
  readonly expected?: Json;
  /** Absent: one question and its answer. */
  readonly dialogue?: CaseDialogue;
  readonly tags: readonly string[];
  readonly metadata?: JsonObject;
  readonly weight?: number;
  /** Cases of one group are not independent of each other. */
  readonly group?: string;
  /** Short text that lets a person recognise the case. */
  readonly label: string;
  /** Where the row stands. */
  readonly where: Place;
}

/** What a case asks, whatever it expects: cases that agree in it want the same answer. */
export function askedOf({ inputs, dialogue }: Pick<EvalCase, 'inputs' | 'dialogue'>): JsonObject {
  return dialogue === undefined ? inputs : { inputs, dialogue: dialogueContent(dialogue) };
}

/** Names a case by what it asks and expects; ids, tags, metadata, weight and group are not content. */
export function caseIdOf(inputs: JsonObject, expected: Json | undefined, dialogue?: CaseDialogue): Digest {
  const asked = { ...(expected === undefined ? {} : { expected }), ...(dialogue && { dialogue: dialogueContent(dialogue) }) };
  return digestOf({ v: 1, kind: 'case', inputs, ...asked });
}

/**
 * Names a dataset by its cases as a set: shuffling rows, reformatting the file or renaming ids keeps the
 * digest, and any change of an input or an expectation changes it.
 *
 * The digest of `{v: 1, kind: "dataset", cases: [case ids, sorted]}`.
 */
export function datasetDigest(cases: readonly Pick<EvalCase, 'caseId'>[]): Digest {
  return datasetDigestOf(cases.map(({ caseId }) => caseId).sort());
}

/** The same of the ids of the cases, which come smallest first: a million of them are never one text. */
export function datasetDigestOf(sorted: Iterable<Digest>): Digest {
  return `sha256:${sha256HexOfPieces(canonicalPieces(sorted))}` as Digest;
}

/** The canonical JSON of a dataset, in pieces. */
function* canonicalPieces(sorted: Iterable<Digest>): Generator<string> {
  yield '{"cases":[';
  let comma = '';
  for (const caseId of sorted) {
    yield `${comma}"${caseId}"`;
    comma = ',';
  }
  yield '],"kind":"dataset","v":1}';
}
