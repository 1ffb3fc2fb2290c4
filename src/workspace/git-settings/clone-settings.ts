import { LOCKFILE_ROWS } from './lockfile-rows.ts';

/** The sections that git looks for when .gitattributes names our driver. */
export const SETTINGS_SECTIONS: readonly string[] = ['merge.promptlane', 'diff.promptlane-lock', 'diff.promptlane-prompt'];

/** The lines of .gitattributes that name what the settings are for. Without the settings git does what it always does. */
export const LOCKFILE_ATTRIBUTES: readonly string[] = [
  ...['promptlane.lock', 'promptlane.*.lock'].map((pattern) => `${pattern} text eol=lf merge=promptlane diff=promptlane-lock`),
  'promptlane.checkpoint text eol=lf merge=promptlane',
];
export const PROMPT_ATTRIBUTES: readonly string[] = [
  '*.prompt.yaml text eol=lf diff=promptlane-prompt',
  '*.partial.md text eol=lf diff=markdown',
];

/**
 * What a clone is told, so that git merges lockfiles by pins and shows diffs that read well.
 *
 * No commit can carry these: a repository names the drivers, and whoever cloned it decides what they run.
 *
 * @param program how this program is called in a shell at the top of the working tree.
 */
export function cloneSettings(program: string): ReadonlyMap<string, string> {
  return new Map([
    ['merge.promptlane.name', 'lockfiles of prompts, pin by pin'],
    ['merge.promptlane.driver', mergeDriver(program)],
    ['diff.promptlane-lock.textconv', `awk '${LOCKFILE_ROWS}'`],
    // A hunk is named after the message or the key that it is in.
    ['diff.promptlane-prompt.xfuncname', '^([a-zA-Z].*:.*|  - role:.*)$'],
  ]);
}

/** 7 is our conflict, which git wants as 1. After any other trouble, a missing program too, git's own merge of the text is made. */
function mergeDriver(program: string): string {
  const ours = `${program.replaceAll('%', '%%')} merge-driver %O %A %B %L %P`;
  const gits = 'git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B';
  return `${ours}; case $? in 0) ;; 7) exit 1 ;; *) ${gits} ;; esac`;
}
