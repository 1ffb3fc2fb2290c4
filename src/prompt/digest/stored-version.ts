import { type Digest, isDigest } from '../../base/digest.ts';
import { isJsonObject, type Json } from '../../base/json/canonical-json.ts';
import type { GuardrailSetContent, PartialContent, PromptId } from '../prompt.ts';
import type { PromptVersion, Versioned } from '../version.ts';
import { decodeGuardrailSet, decodePartial, decodePrompt } from './decode-normal-form.ts';

/** Gives the normal form of a content. */
export type FormOf = (digest: Digest) => Json;

/** A version out of stored contents: its own, and those that it names at any depth. The digests make a cycle impossible. */
export function storedVersion(id: PromptId, digest: Digest, formOf: FormOf): PromptVersion {
  const stored = decodePrompt(formOf(digest));
  const guardrailSets = [...stored.guardrailSets].map(([name, used]): [PromptId, Versioned<GuardrailSetContent>] => {
    return [name, { digest: used, content: decodeGuardrailSet(formOf(used)) }];
  });
  const partials = new Map<PromptId, Versioned<PartialContent>>();
  let wanted = [...stored.partials];
  while (wanted.length > 0) {
    const level = wanted.map(([name, used]) => ({ name, used, partial: decodePartial(formOf(used)) }));
    for (const { name, used, partial } of level) partials.set(name, { digest: used, content: partial.content });
    wanted = level.flatMap(({ partial }) => [...partial.partials]).filter(([name]) => !partials.has(name));
  }
  return { id, digest, content: stored.content, partials, guardrailSets: new Map(guardrailSets) };
}

/** The contents that a content names directly. */
export function namedBy(form: Json): Digest[] {
  const { partials, guardrailSets } = isJsonObject(form) ? form : {};
  return [...Object.values(partials ?? {}), ...Object.values(guardrailSets ?? {})].filter(isDigest);
}
