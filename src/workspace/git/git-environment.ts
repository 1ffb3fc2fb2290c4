import { resolve } from 'node:path';

/** Which repository, index and object store git works on; git sets them for hooks. */
export const REPOSITORY_VARIABLES: readonly string[] = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_CEILING_DIRECTORIES',
];

/**
 * The environment for reading a repository from any folder of it.
 *
 * Git gives hooks paths relative to the folder that they start in; we start git elsewhere.
 */
export function gitEnvironment(inherited: NodeJS.ProcessEnv, cwd: string): NodeJS.ProcessEnv {
  const { GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE } = inherited;
  return {
    ...inherited,
    // With GIT_DIR alone git takes the folder that it starts in for the top of the working tree.
    ...(GIT_DIR !== undefined && { GIT_DIR: resolve(cwd, GIT_DIR), GIT_WORK_TREE: resolve(cwd, GIT_WORK_TREE ?? '.') }),
    ...(GIT_INDEX_FILE !== undefined && { GIT_INDEX_FILE: resolve(cwd, GIT_INDEX_FILE) }),
    // We recognise some messages.
    LC_ALL: 'C',
    // `status` refreshes the index and would take a lock that the user's own git may need.
    GIT_OPTIONAL_LOCKS: '0',
    // Paths are paths, never patterns.
    GIT_LITERAL_PATHSPECS: '1',
    // A blob id names its content; a replacement would be another.
    GIT_NO_REPLACE_OBJECTS: '1',
    // A partial clone must not fetch behind a command that promises to work offline; the second holds for git before 2.45.
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: '',
  };
}
