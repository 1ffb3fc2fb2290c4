import { jsonValue } from '../../base/json/json-value.ts';
import { isTracked } from '../git-settings/tracked-folder.ts';

/** The hooks of git that we can be. */
export type HookName = 'pre-commit' | 'pre-push';

/** What a hook that stood there before is called now; the script runs it first. */
export function earlierName(hook: HookName): string {
  return `${hook}.before-promptlane`;
}

const MARK = '# promptlane-hook 1: ';

/**
 * The script that git runs, in plain `sh`.
 *
 * What stood there before runs first, with git's arguments and input; when it fails, so does the hook. A program that is not
 * there is said and stops nobody: a new worktree has no `node_modules` yet, and CI checks the same things. All branches and
 * worktrees share the script, and not each has every workspace: one that is not there has nothing to check.
 *
 * No program that git tracks is run: on a stranger's branch it would be his. Nor is npx: a `.npmrc` of the branch tells it
 * which shell to start.
 *
 * @param folders workspaces, relative to the top of the working tree, where git starts hooks.
 */
export function hookScript(hook: HookName, folders: readonly string[]): string {
  const earlier = `"$(dirname -- "$0")/${earlierName(hook)}"`;
  const [takeInput, giveInput] =
    hook === 'pre-push' ? ['input=$(cat)\n', '{ [ -z "$input" ] || printf \'%s\\n\' "$input"; } | '] : ['', ''];
  return `#!/bin/sh
${MARK}${JSON.stringify(folders)}
# Written by \`promptlane hook install\`; \`promptlane hook uninstall\` puts back what was here before.
${takeInput}if [ -x ${earlier} ]; then
  ${giveInput}${earlier} "$@" || exit $?
fi
tracked() {
  ${isTracked('"$1"')}
}
check() {
  folder=$1
  shift
  [ -d "$folder" ] || return 0
  strange=
  for program in "$folder/node_modules/.bin/promptlane" ./node_modules/.bin/promptlane "$(command -v promptlane)"; do
    command -v "$program" >/dev/null 2>&1 || continue
    case $program in
      */.bin/promptlane)
        if tracked "\${program%/.bin/promptlane}"; then
          strange=\${program%/.bin/promptlane}
          continue
        fi ;;
    esac
    ${giveInput}"$program" hook run -C "$folder" ${hook} "$@"
    return
  done
  if [ -n "$strange" ]; then
    echo "promptlane: git tracks $strange, so whoever made this branch chose the program in it. It was not run, and the prompts in $folder were not checked. Put promptlane on PATH." >&2
  else
    echo "promptlane: not found, so the prompts in $folder were not checked. Run npm install, or put promptlane on PATH." >&2
  fi
}
${folders.map((folder) => `check ${quoted(folder)} "$@" || exit $?`).join('\n')}
`;
}

/** The workspaces that a script of ours checks; nothing for a script of somebody else. */
export function foldersOf(script: string): string[] | undefined {
  const line = script.split('\n').find((text) => text.startsWith(MARK));
  const folders = line === undefined ? undefined : jsonValue(line.slice(MARK.length));
  return Array.isArray(folders) && folders.every((folder) => typeof folder === 'string') ? folders : undefined;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
