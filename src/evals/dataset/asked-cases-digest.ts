import type { Digest } from '../../base/digest.ts';
import { sha256HexOfPieces } from '../../base/hash.ts';
import { canonicalJson } from '../../base/json/canonical-json.ts';

/** As much of a case as a gate looks at beside its scores; results of a run have it too. */
export interface AskedCase {
  readonly caseId: string;
  readonly tags: readonly string[];
  readonly group?: string;
}

/**
 * Names the cases that a run asked, with their tags and groups: what a gate protects by tag is known by it, and so are cases
 * that were left out. Repeats of a case count once, in any order.
 */
export function askedCasesDigest(cases: Iterable<AskedCase>): Digest {
  const asked = new Map<string, string>();
  for (const { caseId, tags, group } of cases) {
    if (asked.has(caseId)) continue;
    const named = { id: caseId, tags: [...new Set(tags)].sort(), ...(group !== undefined && { group }) };
    asked.set(caseId, canonicalJson(named));
  }
  const sorted = [...asked].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, text]) => text);
  return `sha256:${sha256HexOfPieces(pieces(sorted))}` as Digest;
}

/** Never one text: a run may have a million cases. */
function* pieces(texts: readonly string[]): Generator<string> {
  yield '{"cases":[';
  for (const [index, text] of texts.entries()) yield `${index === 0 ? '' : ','}${text}`;
  yield '],"kind":"asked-cases","v":1}';
}
