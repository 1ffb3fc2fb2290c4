import { Failure } from '../../base/failure.ts';
import type { TrustRequest } from './trust.ts';

/** Events about a pull request in whose jobs GITHUB_SHA is the branch that it goes to. */
const ON_THE_TARGET: readonly string[] = ['pull_request_target', 'issue_comment'];

/**
 * Refuses to judge the target branch in place of the pull request that a job is about: it would always pass.
 *
 * @throws Failure `usage-invalid`
 */
export function requireChangeAtHand({ variables, checkedOut }: Omit<TrustRequest, 'event'>): void {
  const { GITHUB_ACTIONS, GITHUB_EVENT_NAME: event = '', GITHUB_SHA: own } = variables;
  if (GITHUB_ACTIONS !== 'true' || !ON_THE_TARGET.includes(event) || !own || checkedOut !== own) return;
  throw new Failure(
    'usage-invalid',
    `A job on ${event} has the target branch checked out, and not the change: there is nothing to judge.`,
    {
      hint: 'Judge on `pull_request`, which forks may run as well, and let a job on `workflow_run` write their comment; see docs/ci-github.md.',
    },
  );
}
