import type { Git } from '../../workspace/git/git.ts';
import { cloneSettings, SETTINGS_SECTIONS } from '../../workspace/git-settings/clone-settings.ts';

type SettingsGit = Pick<Git, 'settings' | 'writeSettings'>;

/** Gives a clone the settings for merges and diffs that it lacks or has otherwise. True when there were any. */
export async function setUpClone(git: SettingsGit, program: string): Promise<boolean> {
  const present = await git.settings(SETTINGS_SECTIONS);
  const lacking = [...cloneSettings(program)].filter(([key, value]) => present.get(key) !== value);
  await git.writeSettings(new Map(lacking));
  return lacking.length > 0;
}

/** True when git merges lockfiles with our driver in this clone, whichever of its files says so. */
export async function isCloneSetUp(git: Pick<Git, 'settings'>): Promise<boolean> {
  const present = await git.settings(SETTINGS_SECTIONS);
  return [...cloneSettings('promptlane').keys()].every((key) => present.has(key));
}
