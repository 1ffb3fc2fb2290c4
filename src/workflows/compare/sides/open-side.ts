import { Failure } from '../../../base/failure.ts';
import type { ReferenceDependencies } from '../../versions/resolve-reference.ts';
import { requireValid, type Tree } from '../../versions/tree.ts';
import { type EnvironmentDependencies, environmentSide } from './environment-side.ts';
import { type Side, type SideRevision, sideName } from './side.ts';
import { type BlobIdsOf, treeSide } from './tree-side.ts';

/** What sides are read from; each is opened only when it is needed. */
export interface SideDependencies
  extends Pick<ReferenceDependencies, 'tree' | 'indexTree' | 'treeAt' | 'pastVersions'>,
    EnvironmentDependencies {
  readonly blobIds: BlobIdsOf;
  /** Of two git revisions what may differ. */
  readonly differingTrees: (before: string, after: string) => Promise<readonly [Tree, Tree]>;
}

/** Both sides of a comparison. Of two revisions only what may differ is read; nothing else can be asked of such sides. */
export async function openSides(before: SideRevision, after: SideRevision, dependencies: SideDependencies): Promise<[Side, Side]> {
  if (before.kind !== 'git' || after.kind !== 'git') {
    return [await openEarlierSide(before, dependencies), await openLaterSide(after, dependencies)];
  }
  const [earlier, later] = await dependencies.differingTrees(before.revision, after.revision);
  const [left, right] = [treeSide(sideName(before), earlier), treeSide(sideName(after), later)];
  return [left, readable(right, left.unreadable)];
}

/** The side that a comparison starts from: prompts that were broken there are told as such, and stop nothing. */
export async function openEarlierSide(revision: SideRevision, dependencies: SideDependencies): Promise<Side> {
  switch (revision.kind) {
    case 'tree':
      return treeSide(sideName(revision), await dependencies.tree(), dependencies.blobIds);
    case 'index':
      return treeSide(sideName(revision), await dependencies.indexTree());
    case 'git':
      return treeSide(sideName(revision), await dependencies.treeAt(revision.revision));
    default:
      return environmentSide(revision, dependencies);
  }
}

/** The side that a comparison ends at. @throws Failure `prompts-invalid`: what is wrong now has no meaning to compare. */
export async function openLaterSide(revision: SideRevision, dependencies: SideDependencies): Promise<Side> {
  if (revision.kind === 'tree') requireValid(await dependencies.tree());
  return readable(await openEarlierSide(revision, dependencies));
}

/** @param told what is told of the other side: of a past revision nothing can be mended, and the rest can be compared. */
function readable(side: Side, told: Side['unreadable'] = new Map()): Side {
  const problem = [...side.unreadable].find(([id, reason]) => told.get(id) !== reason)?.[1];
  if (problem === undefined) return side;
  throw new Failure('prompts-invalid', `In ${side.name}: ${problem}`, { hint: 'Compare with a place whose prompts are valid.' });
}
