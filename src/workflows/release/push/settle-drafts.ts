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

/** Closes the drafts whose changes are in the tree and in its commit. */
export async function settleDrafts(
  tree: Tree,
  drafts: readonly DraftSummary[],
  registry: Pick<Registry, 'content' | 'source' | 'resolve' | 'closeDraft'>,
  { isCommitted, commit }: { readonly isCommitted: IsCommitted; readonly commit: string | undefined },
): Promise<SettledDrafts> {
  const { results } = await mergeDrafts(tree, drafts, registry);
  const contained = results.filter(({ outcome }) => outcome.kind === 'contained');
  const [closed, uncommitted] = [true, false].map((wanted) =>
    contained.filter(({ draft, renamed }) => isCommitted(renamed ?? draft.id) === wanted),
  );
  for (const { draft } of closed ?? []) {
    const { id: prompt, digest, parent } = draft;
    await registry.closeDraft({ prompt, digest, parent, outcome: 'merged', ...(commit !== undefined && { commit }) });
  }
  const draftsOf = (some: typeof results = []) => some.map(({ draft }) => draft);
  return {
    closed: draftsOf(closed),
    uncommitted: draftsOf(uncommitted),
    open: draftsOf(results.filter(({ outcome }) => outcome.kind !== 'contained')),
  };
}
