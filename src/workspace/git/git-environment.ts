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
 * What git is told before it looks at a repository, because files of a clone must not become commands.
 *
 * A folder of a repository can look like a bare repository with settings of its own (filters, a file system
 * monitor), and git would take it for one when it starts there.
 */
export const GUARDS: Readonly<Record<string, string>> = { 'safe.bareRepository': 'explicit', 'core.fsmonitor': 'false' };

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
    ...withSettings(inherited, GUARDS),
  };
}

/** Settings after those that the caller gives in the same way; of two the later holds. */
function withSettings({ GIT_CONFIG_COUNT }: NodeJS.ProcessEnv, settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const given = Number(GIT_CONFIG_COUNT ?? 0) || 0;
  const entries = Object.entries(settings).flatMap(([key, value], index): [string, string][] => [
    [`GIT_CONFIG_KEY_${given + index}`, key],
    [`GIT_CONFIG_VALUE_${given + index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(given + Object.keys(settings).length), ...Object.fromEntries(entries) };
}
