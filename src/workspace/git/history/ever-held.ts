import { gitFailure, type RunGit } from '../run-git.ts';

/** Whether a commit in the history of what is checked out brought a text into a file, or took it out. */
export async function everHeld(run: RunGit, text: string, path: string): Promise<boolean> {
  const args = ['log', '-1', '--format=%H', '-S', text, 'HEAD', '--', path];
  const result = await run(args);
  if (result.code !== 0) throw gitFailure(args, result);
  return result.stdout.length > 0;
}
