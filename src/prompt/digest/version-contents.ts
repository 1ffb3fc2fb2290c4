import type { Digest } from '../../base/digest.ts';
import { canonicalJson } from '../../base/json/canonical-json.ts';
import { namedPartials } from '../template/named-partials.ts';
import type { PromptVersion } from '../version.ts';
import { guardrailSetNormalForm, partialNormalForm } from './normal-form.ts';
import { versionNormalForm } from './version-normal-form.ts';

/** Every content that a version is made of, its own included, as the canonical JSON that its digest names. */
export function versionContents(version: PromptVersion): Map<Digest, string> {
  const { partials, guardrailSets } = version;
  const named = [...partials.values()].map(({ digest, content }): [Digest, string] => {
    const direct = namedPartials([content.text], content.template).map((id) => [id, partials.get(id)?.digest as Digest] as const);
    return [digest, canonicalJson(partialNormalForm(content, new Map(direct)))];
  });
  const sets = [...guardrailSets.values()].map(({ digest, content }): [Digest, string] => {
    return [digest, canonicalJson(guardrailSetNormalForm(content))];
  });
  return new Map([[version.digest, canonicalJson(versionNormalForm(version))], ...named, ...sets]);
}
