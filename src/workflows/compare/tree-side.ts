import { Failure } from '../../base/failure.ts';
import type { Entry } from '../../prompt/library/library.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { storedText } from '../../release/lockfile/blob-id.ts';
import type { BlobId } from '../../release/lockfile/lockfile.ts';
import type { Tree } from '../versions/tree.ts';
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

function unreadablePrompts({ library, files, diagnostics }: Tree): ReadonlyMap<PromptId, string> {
  const errors = new Map<string, string>();
  for (const { file, range, severity, message } of diagnostics) {
    if (severity === 'error' && !errors.has(file)) errors.set(file, `${file}:${range.line}:${range.column}: ${message}`);
  }
  if (errors.size === 0) return new Map();
  const unread = files.filter(({ kind, path }) => kind === 'prompt' && errors.has(path));
  const known = [...library.prompts.values()].flatMap((entry): [PromptId, string][] => {
    const problem = pathsBelow(library, entry)
      .map((path) => errors.get(path))
      .find((found) => found !== undefined);
    return problem === undefined ? [] : [[entry.id, problem]];
  });
  return new Map([...unread.map(({ id, path }): [PromptId, string] => [id as PromptId, errors.get(path) ?? '']), ...known]);
}

/** The files that a prompt is made of; a partial that is not there is an error of the file that names it. */
function pathsBelow({ partials, guardrailSets }: Tree['library'], entry: Entry<unknown>): string[] {
  const seen = new Set<string>([entry.source.path]);
  const waiting = [...entry.partials];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const partial = partials.get(id);
    if (!partial || seen.has(partial.source.path)) continue;
    seen.add(partial.source.path);
    waiting.push(...partial.partials);
  }
  for (const id of entry.guardrailSets) {
    const path = guardrailSets.get(id)?.source.path;
    if (path !== undefined) seen.add(path);
  }
  return [...seen];
}
