import type { JsonObject } from '../../base/json/canonical-json.ts';

/** The media type of what an envelope of ours holds. */
export const STATEMENT_TYPE = 'application/vnd.in-toto+json';
export const TEST_RESULT = 'https://in-toto.io/attestation/test-result/v0.1';

/** Something that is known by its SHA-256: what was tested, and what it was tested with. */
export interface Described {
  readonly name: string;
  readonly digest: { readonly sha256: string };
}

/** What a registry says of a test that it judged: an in-toto Statement about one prompt. */
export interface TestResult {
  readonly subject: Described;
  readonly result: 'PASSED' | 'WARNED' | 'FAILED';
  /** What it was tested with. */
  readonly configuration: readonly Described[];
  readonly passedTests: readonly string[];
  readonly warnedTests: readonly string[];
  readonly failedTests: readonly string[];
  /** What test results have no member for; readers of other makers leave it out. */
  readonly promptlane: JsonObject;
}

/** An in-toto Statement v1 with a test result. */
export function testResultStatement({ subject, ...predicate }: TestResult): JsonObject {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [described(subject)],
    predicateType: TEST_RESULT,
    predicate: { ...predicate, configuration: predicate.configuration.map(described) },
  };
}

function described({ name, digest: { sha256 } }: Described): JsonObject {
  return { name, digest: { sha256 } };
}

/** Something that is named by one of our digests. */
export function describedBy(name: string, digest: string): Described {
  return { name, digest: { sha256: digest.replace(/^sha256:/, '') } };
}
