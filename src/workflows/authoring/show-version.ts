import type { Digest } from '../../base/digest.ts';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import { versionNormalForm } from '../../prompt/digest/version-normal-form.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { PromptVersion } from '../../prompt/version.ts';

/** A version as it is hashed. */
export interface ShownVersion {
  readonly id: PromptId;
  readonly digest: Digest;
  /** The normal form: canonical JSON of exactly this gives the digest. */
  readonly content: JsonObject;
  /** Texts of the partials that it reaches. */
  readonly partials: ReadonlyMap<PromptId, { readonly digest: Digest; readonly text: string }>;
}

/** Everything that the digest of a version covers. */
export function shownVersion(version: PromptVersion): ShownVersion {
  const partials = [...version.partials].map(([id, { digest, content }]) => [id, { digest, text: content.text }] as const);
  return { id: version.id, digest: version.digest, content: versionNormalForm(version), partials: new Map(partials) };
}
