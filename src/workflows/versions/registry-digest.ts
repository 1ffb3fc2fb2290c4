import { type Digest, isDigest, shortDigest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { type PromptReference, type Revision, revisionText } from '../../prompt/reference.ts';
import type { Registry } from '../../registry/registry.ts';

/**
 * The digest that a revision names in the registry.
 *
 * @throws Failure `reference-invalid` for a revision that only a working tree has, `reference-unknown`,
 * `reference-ambiguous` with the candidates.
 */
export async function registryDigest(id: PromptId, revision: Revision, registry: Pick<Registry, 'resolve' | 'versions'>): Promise<Digest> {
  return onlyDigest(await registryDigests(id, revision, registry), { id, revision });
}

/** The one candidate for a reference. @throws Failure `reference-unknown`, `reference-ambiguous` with the candidates. */
export function onlyDigest(candidates: readonly Digest[], { id, revision }: PromptReference): Digest {
  const [first, ...others] = candidates;
  if (first === undefined) {
    throw new Failure('reference-unknown', `There is no version ${id}${revisionText(revision)}.`, {
      hint: `List those that Git knows with \`promptlane log ${id}\`.`,
    });
  }
  if (others.length === 0) return first;
  throw new Failure('reference-ambiguous', `${id}${revisionText(revision)} could be ${candidates.map(shortDigest).join(', ')}.`);
}

async function registryDigests(prompt: PromptId, revision: Revision, registry: Pick<Registry, 'resolve' | 'versions'>): Promise<Digest[]> {
  if (revision.kind === 'number') return (await registry.resolve(prompt, { number: revision.number })).map(({ digest }) => digest);
  if (revision.kind === 'latest') return (await registry.versions(prompt)).slice(0, 1).map(({ digest }) => digest);
  if (revision.kind !== 'digest') {
    throw new Failure('reference-invalid', `"${prompt}${revisionText(revision)}" names no version of the registry.`, {
      hint: `Name one as \`${prompt}@v<number>\` or by its digest; \`promptlane history\` lists them.`,
    });
  }
  const full = `sha256:${revision.prefix}`;
  if (isDigest(full)) return [full];
  return (await registry.resolve(prompt, { prefix: revision.prefix })).map(({ digest }) => digest);
}
