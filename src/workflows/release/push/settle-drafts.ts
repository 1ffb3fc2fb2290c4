import type { PromptId } from '../../../prompt/prompt.ts';
import type { DraftSummary, Registry } from '../../../registry/registry.ts';
import { mergeDrafts } from '../../drafts/merge-drafts.ts';
import type { Tree } from '../../versions/tree.ts';
import type { IsCommitted } from './committed.ts';

/** What a push found of the open drafts. */
export interface SettledDrafts {
  /** In the tree and in Git: done with. */
  readonly closed: readonly DraftSummary[];
  /** In the tree, but in no commit yet: a lost working copy must not be the end of them. */
  readonly uncommitted: readonly DraftSummary[];
  /** Not in the tree. */
  readonly open: readonly DraftSummary[];
}

/** What of a tree is safe. */
export interface Checkout {
  readonly isCommitted: IsCommitted;
  /** Whether others have moved on from what the tree says of it: an old state may look like an edit that goes back to it. */
  isBehind(id: PromptId): boolean;
}

/** Tells which drafts have their changes in the tree and in its commit. */
export async function judgeDrafts(
  tree: Tree,
  drafts: readonly DraftSummary[],
  registry: Pick<Registry, 'content' | 'source' | 'resolve'>,
  { isCommitted, isBehind }: Checkout,
): Promise<SettledDrafts> {
  const { results } = await mergeDrafts(tree, drafts, registry);
  const contained = results.filter(({ outcome, draft, renamed }) => outcome.kind === 'contained' && !isBehind(renamed ?? draft.id));
  const [closed, uncommitted] = [true, false].map((wanted) =>
    contained.filter(({ draft, renamed }) => isCommitted(renamed ?? draft.id) === wanted),
  );
  const draftsOf = (some: typeof results = []) => some.map(({ draft }) => draft);
  return {
    closed: draftsOf(closed),
    uncommitted: draftsOf(uncommitted),
    open: draftsOf(results.filter((result) => !contained.includes(result))),
  };
}
