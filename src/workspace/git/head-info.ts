import type { SimpleGit } from 'simple-git';
import { Failure } from '../../base/failure.ts';
import type { CommitId, HeadInfo } from './git.ts';
import { GUARDS, REPOSITORY_VARIABLES } from './git-environment.ts';

/** The commit that is checked out in a folder; `dirty` looks at this folder only. */
export async function readHeadInfo(folder: string, env: NodeJS.ProcessEnv): Promise<HeadInfo> {
  try {
    return await headInfo(folder, env);
  } catch (cause) {
    throw new Failure('git-failed', `git could not tell what is checked out: ${(cause as Error).message.trim()}`, { cause });
  }
}

async function headInfo(folder: string, env: NodeJS.ProcessEnv): Promise<HeadInfo> {
  const { simpleGit } = await import('simple-git');
  // Of the GIT_ variables it passes on only those allowed by name, and a hook's repository is told in them.
  const git = simpleGit({
    baseDir: folder,
    allowEnvironment: [...PASSED],
    config: Object.entries(GUARDS).map(([key, value]) => `${key}=${value}`),
    unsafe: { allowUnsafeConfigPaths: true, allowUnsafeFsMonitor: true },
  }).env(passed(env));
  const status = await git.status(['--untracked-files=normal', '--', '.']);
  const branch = status.detached || !status.current ? {} : { branch: status.current };
  return { ...branch, ...(await commitInfo(git)), dirty: !status.isClean() };
}

async function commitInfo(git: SimpleGit): Promise<Omit<HeadInfo, 'branch' | 'dirty'>> {
  const commit = (await git.revparse(['--verify', '--quiet', 'HEAD'])) as CommitId | '';
  if (commit === '') return {};
  const log = await git.raw(['log', '-1', '--no-show-signature', '--format=%an%x00%ae%x00%B', commit]);
  const [name = '', email = '', message = ''] = log.split('\0');
  return { commit, author: { name, email }, message: message.trim() };
}

/** Where git finds its repository and its settings. Simple-git refuses some others (editors, pagers, ssh), which reading does not need. */
const PASSED = [
  ...REPOSITORY_VARIABLES,
  'GIT_OPTIONAL_LOCKS',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_NOSYSTEM',
  'PATH',
  'HOME',
  'XDG_CONFIG_HOME',
  'USERPROFILE',
  'SYSTEMROOT',
  'LC_ALL',
];

function passed(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => PASSED.includes(entry[0].toUpperCase()) && entry[1] !== undefined),
  );
}
