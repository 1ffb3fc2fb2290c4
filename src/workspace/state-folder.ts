import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../base/failure.ts';
import { makeFolder } from './files/make-folder.ts';
import { openGit } from './git/open-git.ts';

/** The git-ignored folder of a workspace: caches, runs, the local registry. */
export const STATE_FOLDER = '.promptlane';

/**
 * Creates the state folder, closed to other users and ignored by git wherever it stands.
 *
 * @throws Failure `state-foreign` when it did not grow here: what is written into it would follow the
 * links of a repository to files of the user, and a cache that was committed would answer evals.
 */
export async function makeStateFolder(root: string): Promise<string> {
  const folder = join(root, STATE_FOLDER);
  await refuseLinks(root);
  await refuseCommitted(root);
  await makeFolder(folder, { mode: 0o700 });
  await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return folder;
}

async function refuseLinks(root: string): Promise<void> {
  const here = (await readdir(root, { withFileTypes: true })).filter(({ name }) => name === STATE_FOLDER);
  const inside = here.some((entry) => entry.isDirectory())
    ? await readdir(join(root, STATE_FOLDER), { recursive: true, withFileTypes: true })
    : [];
  const link = [...here, ...inside].find((entry) => entry.isSymbolicLink());
  if (link) throw new Failure('state-foreign', `${join(link.parentPath, link.name)} is a link.`);
}

/** Without a git that answers there is nothing that was cloned, or nothing that can be asked. */
async function refuseCommitted(root: string): Promise<void> {
  const committed = await openGit(root)
    .then((git) => git?.listIndex([STATE_FOLDER]))
    .catch(() => undefined);
  const [first] = committed ?? [];
  if (first) throw new Failure('state-foreign', `${first.path} is committed to git.`);
}
