import { LOCKFILE_NAME } from '../../../release/lockfile/lockfile-name.ts';
import type { Git } from '../../../workspace/git/git.ts';
import { isCloneSetUp } from '../clone-setup.ts';
import type { Finding } from './examination.ts';

/** Whether git merges lockfiles by pins here: the repository has to ask for it, and the clone to allow it. */
export async function examineMerges(git: Git): Promise<Finding[]> {
  const check = 'merges';
  const warn = (message: string, fix: string): Finding[] => [{ check, status: 'warn', message, fix }];
  if ((await git.attribute(LOCKFILE_NAME, 'merge')) !== 'promptlane') {
    return warn(`.gitattributes does not name the merge driver of ${LOCKFILE_NAME}`, 'promptlane init --bare');
  }
  if (!(await isCloneSetUp(git))) return warn('git merges lockfiles line by line in this clone', 'promptlane init --git-only');
  return [{ check, status: 'ok', message: 'git merges lockfiles pin by pin' }];
}
