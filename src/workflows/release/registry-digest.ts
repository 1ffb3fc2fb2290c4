import { type Digest, isDigest, shortDigest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { type Revision, revisionText } from '../../prompt/reference.ts';
import type { Registry } from '../../registry/registry.ts';

/**
 * The digest that a revision names in the registry.
 *
 * @throws Failure `reference-invalid` for a revision that only a working tree has, `reference-unknown`,
 * `reference-ambiguous` with the candidates.
 */
export async function registryDigest(
  prompt: PromptId,
  revision: Revision,
  registry: Pick<Registry, 'resolve' | 'versions'>,
): Promise<Digest> {
  const candidates = await digests(prompt, revision, registry);
  const [first, ...others] = candidates;
  if (first === undefined) throw new Failure('reference-unknown', `The registry has no version ${prompt}${revisionText(revision)}.`);
  if (others.length > 0) {
    throw new Failure('reference-ambiguous', `${prompt}${revisionText(revision)} could be ${candidates.map(shortDigest).join(', ')}.`);
  }
  return first;
}

async function digests(prompt: PromptId, revision: Revision, registry: Pick<Registry, 'resolve' | 'versions'>): Promise<Digest[]> {
  if (revision.kind === 'number') return (await registry.resolve(prompt, { number: revision.number })).map(({ digest }) => digest);
  if (revision.kind === 'latest') return (await registry.versions(prompt)).slice(0, 1).map(({ digest }) => digest);
  if (revision.kind !== 'digest') {
    throw new Failure('reference-invalid', `"${revisionText(revision).slice(1)}" names no version of the registry.`, {
      hint: 'Give a digest or v<number>; `promptlane history` lists them.',
    });
  }
  const full = `sha256:${revision.prefix}`;
  if (isDigest(full)) return [full];
  return (await registry.resolve(prompt, { prefix: revision.prefix })).map(({ digest }) => digest);
}
