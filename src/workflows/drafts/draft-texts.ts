import type { Json } from '../../base/canonical-json.ts';
import type { Digest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import { isSourceOf } from '../../prompt/library/is-source-of.ts';
import type { LibrarySource } from '../../prompt/library/library.ts';
import { contentText } from '../../prompt/merge/content-text.ts';
import type { DraftSummary, Registry } from '../../registry/registry.ts';

/** The two texts that say what a draft changed. */
export interface DraftTexts {
  readonly base: string;
  readonly theirs: string;
}

/**
 * The texts of a draft and of the version that it was made from.
 *
 * Where either was stored without its file, both are written from their contents: what only one of the two texts
 * could say would look like an edit.
 * @param known the text of the base, when the tree has it.
 * @throws Failure `digest-mismatch` when a text is not what its digest names.
 */
export async function draftTexts(
  draft: DraftSummary,
  kind: LibrarySource['kind'],
  registry: Pick<Registry, 'content' | 'source'>,
  known?: string,
): Promise<DraftTexts> {
  const [content, source] = await Promise.all([registry.content(draft.digest), registry.source(draft.digest)]);
  const theirs = checked(draft, kind, draft.digest, content, source?.text);
  if (theirs !== undefined && known !== undefined) return { base: known, theirs };
  const [parent, parentSource] = await Promise.all([registry.content(draft.parent), registry.source(draft.parent)]);
  const base = checked(draft, kind, draft.parent, parent, parentSource?.text);
  if (theirs !== undefined && base !== undefined) return { base, theirs };
  return { base: contentText(kind, parent), theirs: contentText(kind, content) };
}

function checked(
  { id }: DraftSummary,
  kind: LibrarySource['kind'],
  digest: Digest,
  content: Json,
  text: string | undefined,
): string | undefined {
  if (text === undefined || isSourceOf({ kind, id, path: id, text }, content)) return text;
  throw new Failure('digest-mismatch', `The registry's file for ${id} ${digest} does not say what that digest names.`, {
    hint: 'Someone changed the text in the registry or on its way; compare it with `promptlane show`, and do not pull it.',
  });
}
