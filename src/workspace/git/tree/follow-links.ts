import { posix } from 'node:path';
import type { Diagnostic } from '../../../base/diagnostic.ts';
import { leavesWorkspace, unreadable } from '../../files/unreadable.ts';
import type { CommitId, Git, TreeEntry } from '../git.ts';

/** Finds what the links of a commit or of the index point to: an entry with the text, or why there is none. */
export async function followLinks(
  git: Git,
  from: CommitId | 'index',
  links: readonly TreeEntry[],
): Promise<Map<string, TreeEntry | Diagnostic>> {
  if (links.length === 0) return new Map();
  const targets = await git.readBlobs(links.map(({ blob }) => blob));
  const targetOf = ({ path, blob }: TreeEntry) => joined(posix.dirname(path), Buffer.from(targets.get(blob) ?? []).toString('utf8'));
  const inside = links.map(targetOf).filter((target) => !isOutside(target));
  const found = inside.length === 0 ? [] : await (from === 'index' ? git.listIndex(inside) : git.listTree(from, inside));
  const files = new Map(found.filter(({ kind }) => kind === 'file').map((entry) => [entry.path, entry]));
  return new Map(
    links.map((link) => {
      const target = targetOf(link);
      return [
        link.path,
        isOutside(target)
          ? leavesWorkspace(link.path)
          : (files.get(target) ?? unreadable(link.path, 'file-unreadable', 'This link points to no file.', 'Mend or remove the link.')),
      ];
    }),
  );
}

/** An absolute target leads away from the workspace, wherever that is checked out. */
function joined(folder: string, target: string): string {
  return target.startsWith('/') ? '..' : posix.join(folder, target);
}

function isOutside(target: string): boolean {
  return target === '..' || target.startsWith('../');
}
