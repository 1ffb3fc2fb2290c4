import { Failure } from '../../../base/failure.ts';
import type { Entry } from '../../../prompt/library/library.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import { storedText } from '../../../release/lockfile/blob-id.ts';
import type { BlobId } from '../../../release/lockfile/lockfile.ts';
import type { Tree } from '../../versions/tree.ts';
import { unreadablePrompts } from '../../versions/unreadable-prompts.ts';
import type { Side, SideFile } from './side.ts';

/** The id that git gives each file, after its filters. */
export type BlobIdsOf = (files: readonly { readonly path: string; readonly text: string }[]) => Promise<readonly BlobId[]>;

/**
 * A tree as a side of a comparison; prompts with errors of their own, or in what they use, are unreadable.
 *
 * @param blobIds given for the working tree, whose line ends may not be those that git stores.
 */
export function treeSide(name: string, tree: Tree, blobIds?: BlobIdsOf): Side {
  const { prompts } = tree.library;
  const unreadable = unreadablePrompts(tree);
  const readable = [...prompts.keys()].filter((id) => !unreadable.has(id));
  return {
    name,
    digests: new Map(readable.map((id) => [id, tree.versions.of(id).digest])),
    unreadable,
    async load(id) {
      const entry = prompts.get(id);
      if (!entry) throw new Failure('reference-unknown', `There is no prompt "${id}" in ${name}.`);
      const { path, text } = entry.source;
      return { version: tree.versions.of(id), about: entry.content.about, source: { path, text } };
    },
    async files(ids) {
      const entries = [...new Set(ids)].flatMap((id) => usedEntries(tree, id));
      const sources = [...new Map(entries.map(({ id, source }) => [id, source]))];
      const blobs = blobIds ? await blobIds(sources.map(([, source]) => source)) : [];
      return new Map(
        sources.map(([id, { kind, path, text }], index): [PromptId, SideFile] => {
          const blob = blobs[index];
          return [id, { kind, path, text: (blob && storedText(blob, text)) ?? text }];
        }),
      );
    },
  };
}

/** A prompt and everything below it, as its tree defines them. */
function usedEntries({ library, versions }: Tree, id: PromptId): Pick<Entry<unknown>, 'id' | 'source'>[] {
  const entry = library.prompts.get(id);
  if (!entry) return [];
  const { partials, guardrailSets } = versions.of(id);
  const used = [
    ...[...partials.keys()].map((name) => library.partials.get(name)),
    ...[...guardrailSets.keys()].map((name) => library.guardrailSets.get(name)),
  ];
  return [entry, ...used.filter((found) => found !== undefined)];
}
