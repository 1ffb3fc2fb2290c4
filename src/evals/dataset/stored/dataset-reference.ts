import { type Digest, isDigest } from '../../../base/digest.ts';
import { PROMPT_ID_LENGTH, PROMPT_ID_PATTERN } from '../../../prompt/prompt.ts';

/** A dataset of the registry: exactly these rows, whatever is pushed under the name later. */
export interface DatasetReference {
  readonly name: string;
  readonly digest: Digest;
}

const PREFIX = 'registry:';

/** True for a `dataset` of a suite that lies in the registry, well-formed or not. */
export function isStored(named: string): boolean {
  return named.startsWith(PREFIX);
}

/** Reads `registry:<name>@<digest>`, with or without the prefix; undefined for anything else. */
export function parseDatasetReference(text: string): DatasetReference | undefined {
  const plain = isStored(text) ? text.slice(PREFIX.length) : text;
  const at = plain.lastIndexOf('@');
  const [name, digest] = [plain.slice(0, at), plain.slice(at + 1)];
  return at > 0 && isDatasetName(name) && isDigest(digest) ? { name, digest } : undefined;
}

/** As a suite names it. */
export function datasetReferenceText({ name, digest }: DatasetReference): string {
  return `${PREFIX}${name}@${digest}`;
}

/** Datasets are called like prompts: `support/triage`. */
export function isDatasetName(name: string): boolean {
  return name.length <= PROMPT_ID_LENGTH && PROMPT_ID_PATTERN.test(name);
}
