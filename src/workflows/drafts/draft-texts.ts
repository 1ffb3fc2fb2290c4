import type { Digest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { Json } from '../../base/json/canonical-json.ts';
import { isSourceOf } from '../../prompt/library/is-source-of.ts';
import type { LibrarySource } from '../../prompt/library/library.ts';
import { contentText } from '../../prompt/merge/content-text.ts';
import type { DraftSummary, Registry } from '../../registry/registry.ts';

/** The two texts that say what a draft changed. */
export interface DraftTexts {
  readonly base: string;
  readonly theirs: string;
}

/** What a draft leads from and to; that of several drafts that follow each other is their first parent and their last digest. */
export type DraftSpan = Pick<DraftSummary, 'id' | 'digest' | 'parent' | 'number' | 'blob' | 'parentBlob'>;

/**
 * The texts of a draft and of the version that it was made from.
 *
 * Both come out of the registry, never out of a tree: what a tree says beyond the version, descriptions and tags, was not
 * in front of whoever made the draft, and would look like something that the draft took away. Where a text was stored
 * without its file, or for an edit that is older than this one, both are written from their contents for the same reason.
 * @throws Failure `digest-mismatch` when a text is not what its digest names.
 */
export async function draftTexts(
  draft: DraftSpan,
  kind: LibrarySource['kind'],
  registry: Pick<Registry, 'content' | 'source' | 'resolve'>,
): Promise<DraftTexts> {
  const { id, digest, parent, number, blob, parentBlob } = draft;
  const [content, source, parentContent, parentSource, [version]] = await Promise.all([
    registry.content(digest),
    registry.source(digest, blob),
    registry.content(parent),
    registry.source(parent, parentBlob),
    registry.resolve(id, { prefix: parent }),
  ]);
  const theirs = checked(draft, kind, digest, content, source?.text);
  const base = checked(draft, kind, parent, parentContent, parentSource?.text);
  const isOlder = version !== undefined && number < version.number;
  if (theirs !== undefined && base !== undefined && !(isOlder && (await isStored(draft, registry)))) return { base, theirs };
  return { base: contentText(kind, parentContent), theirs: contentText(kind, content) };
}

/** Whether an edit came with no other file than its version was stored with: then nobody wrote what the file says beyond it. */
async function isStored({ digest, blob }: DraftSpan, registry: Pick<Registry, 'source'>): Promise<boolean> {
  return blob === undefined || blob === (await registry.source(digest))?.blob;
}

function checked(
  { id }: DraftSpan,
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
