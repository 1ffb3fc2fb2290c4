/**
 * A test in `sh` that succeeds when git tracks a folder or anything in it, so that a checkout may have brought what is there.
 *
 * Asked twice: as it is named, since the folder may be a link that is tracked itself; and where it really is, since a folder
 * above may be one.
 *
 * @param word the folder as a word of `sh`.
 */
export function isTracked(word: string): string {
  const ask = 'git ls-files --error-unmatch --';
  // Hooks of git come with an index that is named relative to the top.
  const really = `(unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE; cd -P -- ${word} && ${ask} .)`;
  return `{ ${ask} ${word} || ${really}; } >/dev/null 2>&1`;
}
