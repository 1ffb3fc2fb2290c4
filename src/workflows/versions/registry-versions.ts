import type { Digest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { Json } from '../../base/json/canonical-json.ts';
import { namedBy, storedVersion } from '../../prompt/digest/stored-version.ts';
import type { Registry } from '../../registry/registry.ts';
import type { VersionSource } from './version-source.ts';

/** Versions out of the registry, with every content that they name; the registry's client has checked each against its digest. */
export function registryVersions(registry: Pick<Registry, 'content'>): VersionSource {
  return {
    async load(id, digest) {
      const form = await contentOrNothing(registry, digest);
      if (form === undefined) return undefined;
      const forms = await formsFrom(registry, digest, form);
      return storedVersion(id, digest, (name) => forms.get(name) as Json);
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

/** A content and all that it names, at any depth; the digests make a cycle impossible. */
async function formsFrom(registry: Pick<Registry, 'content'>, digest: Digest, form: Json): Promise<ReadonlyMap<Digest, Json>> {
  const forms = new Map([[digest, form]]);
  let named = namedBy(form);
  while (named.length > 0) {
    const wanted = [...new Set(named)].filter((name) => !forms.has(name));
    const level = await Promise.all(wanted.map(async (name): Promise<[Digest, Json]> => [name, await registry.content(name)]));
    for (const [name, content] of level) forms.set(name, content);
    named = level.flatMap(([, content]) => namedBy(content));
  }
  return forms;
}
