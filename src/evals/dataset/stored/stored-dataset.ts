import { type Digest, digestOf, shortDigest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import { hashText } from '../../../base/hash.ts';
import { canonicalJson, type JsonObject } from '../../../base/json/canonical-json.ts';
import { dialogueRow } from '../dialogue/case-dialogue.ts';
import type { EvalCase } from '../eval-case.ts';

/** A stretch of the rows of a stored dataset, by the digest of its text. */
export interface DatasetPart {
  readonly digest: Digest;
  readonly rows: number;
}

/** What a dataset of the registry consists of, in order. */
export interface DatasetManifest {
  readonly parts: readonly DatasetPart[];
}

/** A part with its rows, one canonical JSON per line. */
export interface PartText extends DatasetPart {
  readonly text: string;
}

/** A part ends with the row that reaches this many characters: a longer dataset shares its first parts with a shorter one. */
const PART_LENGTH = 256 * 1024;
/** What a registry takes of one row, in characters. */
const MAX_STORED_ROW = 1_000_000;

/**
 * Names stored rows by all that they hold: inputs and expectations, and ids, tags, groups and metadata as well. Two files
 * of different formats with the same rows in the same order have one digest.
 */
export function storedDatasetDigest({ parts }: DatasetManifest): Digest {
  return digestOf({ v: 1, kind: 'stored-dataset', parts: parts.map(({ digest, rows }) => ({ digest, rows })) });
}

/** The digest of a part: of its bytes as they are. */
export function partDigest(text: string): Digest {
  return `sha256:${hashText('sha256', text)}` as Digest;
}

/** A case as a registry stores it: one line. @throws Failure `suite-invalid` for a case that cannot be stored */
export function storedRow(evalCase: EvalCase): string {
  const { caseId, id, inputs, expected, tags, metadata, weight, group, dialogue, where } = evalCase;
  const row: JsonObject = {
    ...(id === shortDigest(caseId) ? {} : { id }),
    inputs,
    ...(expected === undefined ? {} : { expected }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(weight === undefined ? {} : { weight }),
    ...(group === undefined ? {} : { group }),
    ...(dialogue && dialogueRow(dialogue)),
  };
  const line = `${canonicalJson(row)}\n`;
  if (line.length <= MAX_STORED_ROW) return line;
  throw new Failure('suite-invalid', `A row of a registry has at most ${MAX_STORED_ROW} characters.`, {
    where,
    ...(dialogue?.attachments && { hint: 'Give large attachments as `url`, or keep this dataset in the repository.' }),
  });
}

/** Cuts lines into parts, always at the same places. */
export async function* partsOf(lines: AsyncIterable<string>): AsyncGenerator<PartText> {
  let [text, rows] = ['', 0];
  for await (const line of lines) {
    text += line;
    rows += 1;
    if (text.length < PART_LENGTH) continue;
    yield { digest: partDigest(text), rows, text };
    [text, rows] = ['', 0];
  }
  if (rows > 0) yield { digest: partDigest(text), rows, text };
}
