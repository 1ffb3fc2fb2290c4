import type { DraftSummary } from '../../registry/registry.ts';

/** What says where an edit began and what it came to. */
type DraftLink = Pick<DraftSummary, 'digest' | 'parent' | 'blob' | 'parentBlob'>;

/**
 * Whether an edit was made of what an earlier one came to.
 *
 * An edit that names no file of its parent was made of the file that the parent was stored with: that of the draft which
 * made the version, not of one that changed nothing but its description.
 */
export function isMadeFrom(next: DraftLink, earlier: DraftLink): boolean {
  if (next.parent !== earlier.digest) return false;
  return next.parentBlob === undefined ? earlier.digest !== earlier.parent : next.parentBlob === earlier.blob;
}
