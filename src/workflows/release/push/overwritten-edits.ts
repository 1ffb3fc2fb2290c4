import type { DraftSummary } from '../../../registry/registry.ts';
import { digestIn } from '../../drafts/digest-in.ts';
import type { Tree } from '../../versions/tree.ts';
import type { HeldPin } from './held-pins.ts';

/**
 * The edits that an upload of this tree would overwrite, where uploads replace what is there.
 *
 * A tree that is as it was before the edit has nothing to say against it: it only has to follow.
 */
export function overwrittenEdits(open: readonly DraftSummary[], tree: Tree): HeldPin[] {
  return open.flatMap(({ id, digest, parent, uploadedBy, createdAt }): HeldPin[] => {
    const wanted = tree.library.prompts.has(id) ? digestIn(tree, id) : undefined;
    if (wanted === undefined || wanted === parent) return [];
    return [{ prompt: id, served: digest, wanted, why: 'edited', by: uploadedBy, time: createdAt }];
  });
}
