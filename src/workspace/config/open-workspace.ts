import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, parse, relative, resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { DEFAULT_CONFIG } from './config.ts';
import { findConfig, namedConfig } from './find-config.ts';
import type { Workspace } from './workspace.ts';

/**
 * Opens the project that a folder belongs to. No config is fine: then the defaults hold.
 *
 * The search for a config ends at the top of the repository, so that a project never obeys a
 * file that its own history does not hold; a `config` that is named must be inside it for the same reason.
 *
 * @throws Failure `workspace-missing` for a folder that is not there, `file-unreadable` and `usage-invalid` for a config that
 * is named and cannot be obeyed, `config-invalid` with every finding in `details`.
 */
export async function openWorkspace({ cwd, config: named }: { cwd: string; config?: string }): Promise<Workspace> {
  const folder = existingFolder(cwd);
  const gitRoot = findGitRoot(folder);
  const git = gitRoot === undefined ? {} : { gitRoot };
  const top = gitRoot ?? parse(folder).root;
  const found = named === undefined ? await findConfig(folder, gitRoot) : namedConfig(resolve(folder, named), top);
  if (found === undefined) return { root: gitRoot ?? folder, config: DEFAULT_CONFIG, diagnostics: [], ...git };

  const root = dirname(found.file);
  const { readConfig } = await import('./read-config.ts');
  const { config, diagnostics } = readConfig({ ...found, file: relative(root, found.file) });
  return { root, configFile: found.file, config, diagnostics, ...git };
}

function existingFolder(path: string): string {
  try {
    const folder = realpathSync(path);
    if (statSync(folder).isDirectory()) return folder;
  } catch (cause) {
    throw new Failure('workspace-missing', `There is no folder "${path}".`, { cause });
  }
  throw new Failure('workspace-missing', `"${path}" is not a folder.`);
}

/** The nearest folder with a `.git` (a file in worktrees and submodules); asking git would cost a process. */
function findGitRoot(folder: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    if (existsSync(join(current, '.git'))) return current;
    if (current === dirname(current)) return undefined;
  }
}
