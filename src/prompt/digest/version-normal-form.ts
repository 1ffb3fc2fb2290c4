import type { Digest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import { type PromptId, usesGuardrailSet } from '../prompt.ts';
import { namedPartials } from '../template/named-partials.ts';
import type { PromptVersion, Versioned } from '../version.ts';
import { type DirectReferences, promptNormalForm } from './normal-form.ts';

/** The normal form of a version, wherever it was loaded from; its digest is the version's. */
export function versionNormalForm({ id, content, partials, guardrailSets }: Omit<PromptVersion, 'digest'>): JsonObject {
  const texts = content.messages.map((message) => message.content ?? '');
  const sets = content.guardrails.filter(usesGuardrailSet).map(({ uses }) => uses as PromptId);
  return promptNormalForm(content, digestsOf(id, namedPartials(texts, content.template), partials), digestsOf(id, sets, guardrailSets));
}

function digestsOf(prompt: PromptId, ids: readonly PromptId[], known: ReadonlyMap<PromptId, Versioned<unknown>>): DirectReferences {
  return new Map(
    ids.map((id): [PromptId, Digest] => {
      const versioned = known.get(id);
      if (!versioned) throw new Failure('prompts-invalid', `${prompt} names "${id}", which is not there.`);
      return [id, versioned.digest];
    }),
  );
}
