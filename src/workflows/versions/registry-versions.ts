import type { Digest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import { readGuardrailSetNormalForm, readPartialNormalForm, readPromptNormalForm } from '../../prompt/digest/read-normal-form.ts';
import type { GuardrailSetContent, PartialContent, PromptId } from '../../prompt/prompt.ts';
import type { Versioned } from '../../prompt/version.ts';
import type { Registry } from '../../registry/registry.ts';
import type { VersionSource } from './version-source.ts';

/** Versions out of the registry, with every content that they name; the registry's client has checked each against its digest. */
export function registryVersions(registry: Pick<Registry, 'content'>): VersionSource {
  return {
    async load(id, digest) {
      const form = await contentOrNothing(registry, digest);
      if (form === undefined) return undefined;
      const stored = readPromptNormalForm(form);
      const [partials, guardrailSets] = await Promise.all([
        loadPartials(registry, stored.partials),
        loadGuardrailSets(registry, stored.guardrailSets),
      ]);
      return { id, digest, content: stored.content, partials, guardrailSets };
    },
  };
}

async function contentOrNothing(registry: Pick<Registry, 'content'>, digest: Digest) {
  try {
    return await registry.content(digest);
  } catch (error) {
    if (error instanceof Failure && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** Follows partials to any depth; the digests make a cycle impossible. */
async function loadPartials(
  registry: Pick<Registry, 'content'>,
  direct: ReadonlyMap<PromptId, Digest>,
): Promise<ReadonlyMap<PromptId, Versioned<PartialContent>>> {
  const loaded = new Map<PromptId, Versioned<PartialContent>>();
  let wanted = [...direct];
  while (wanted.length > 0) {
    const level = await Promise.all(
      wanted.map(async ([id, digest]) => ({ id, digest, stored: readPartialNormalForm(await registry.content(digest)) })),
    );
    for (const { id, digest, stored } of level) loaded.set(id, { digest, content: stored.content });
    wanted = level.flatMap(({ stored }) => [...stored.partials]).filter(([id]) => !loaded.has(id));
  }
  return loaded;
}

async function loadGuardrailSets(
  registry: Pick<Registry, 'content'>,
  direct: ReadonlyMap<PromptId, Digest>,
): Promise<ReadonlyMap<PromptId, Versioned<GuardrailSetContent>>> {
  const sets = [...direct].map(async ([id, digest]): Promise<[PromptId, Versioned<GuardrailSetContent>]> => {
    return [id, { digest, content: readGuardrailSetNormalForm(await registry.content(digest)) }];
  });
  return new Map(await Promise.all(sets));
}
