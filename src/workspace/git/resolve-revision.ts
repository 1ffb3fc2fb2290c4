import { Failure } from '../../base/failure.ts';
import type { CommitId } from './git.ts';
import { beyondClone } from './objects/explain-missing.ts';
import { gitFailure, type RunGit } from './run-git.ts';

const COMMIT = /^[0-9a-f]{40,64}$/;

/** The commit that a revision names: `main`, `HEAD~3`, `v1.2`, an id. */
export async function resolveRevision(run: RunGit, text: string): Promise<CommitId> {
  if (text === '' || text.startsWith('-') || /[\0\n]/.test(text)) {
    throw new Failure('reference-invalid', `${JSON.stringify(text)} is not a git revision.`, {
      hint: 'Name a branch, a tag or a commit, for example `git:HEAD~3`.',
    });
  }
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${text}^{commit}`];
  const result = await run(args);
  const answer = result.stdout.toString().trim();
  // `^main` is answered too, as the exclusion of a commit.
  if (result.code === 0 && COMMIT.test(answer)) return answer as CommitId;
  if (result.code > 1 && !/promisor remote|unknown revision|bad revision/.test(result.stderr)) throw gitFailure(args, result);
  const hint = (await beyondClone(run)) ?? 'List what there is with `git branch --all` and `git tag`.';
  throw new Failure('reference-unknown', `There is no commit "${text}" in this repository.`, { hint });
}
