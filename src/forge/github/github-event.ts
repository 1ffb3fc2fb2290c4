import * as z from 'zod';
import type { ChangeHead } from '../pull-request-forge.ts';

const sha = z.string().regex(/^[0-9a-f]{40,64}$/);
const number = z.int().positive();

const withPullRequest = z.object({ pull_request: z.object({ number, head: z.object({ sha }) }) });
const withRun = z.object({
  repository: z.object({ id: z.int() }),
  workflow_run: z.object({
    id: z.int(),
    event: z.string(),
    head_sha: sha,
    head_branch: z.string().min(1),
    head_repository: z.object({ id: z.int(), owner: z.object({ login: z.string().min(1) }) }),
    repository: z.object({ id: z.int() }),
  }),
});

/** What a job was started for, as far as it leads to a pull request. */
export type EventSubject =
  | { readonly kind: 'pull-request'; readonly number: number; readonly headSha: string }
  | { readonly kind: 'commit'; readonly sha: string }
  /** Another run of this repository has ended, one of a pull request that came from this head. */
  | { readonly kind: 'run'; readonly id: number; readonly head: ChangeHead; readonly isFork: boolean }
  | { readonly kind: 'none' };

/**
 * The subject of an event of GitHub Actions.
 *
 * `name` is GITHUB_EVENT_NAME, `sha` is GITHUB_SHA, and `event` the JSON of GITHUB_EVENT_PATH.
 */
export function eventSubject({ name, sha: commit, event }: { name: string; sha?: string | undefined; event: unknown }): EventSubject {
  switch (name) {
    case 'pull_request':
    case 'pull_request_target':
    case 'pull_request_review':
    case 'pull_request_review_comment': {
      const found = withPullRequest.safeParse(event).data?.pull_request;
      return found === undefined ? NONE : { kind: 'pull-request', number: found.number, headSha: found.head.sha };
    }
    case 'workflow_run':
      return runSubject(event);
    case 'push':
      return commit === undefined || commit === '' ? NONE : { kind: 'commit', sha: commit };
    default:
      // A merge group has the commits of several; a schedule has none. A comment does not say which commit it is about, and
      // runs on the target branch: a verdict on that below the pull request would be a wrong one.
      return NONE;
  }
}

const NONE: EventSubject = { kind: 'none' };

function runSubject(event: unknown): EventSubject {
  const found = withRun.safeParse(event).data;
  if (found === undefined) return NONE;
  const { workflow_run: run, repository } = found;
  if (run.event !== 'pull_request' || run.repository.id !== repository.id) return NONE;
  const { id, owner } = run.head_repository;
  return {
    kind: 'run',
    id: run.id,
    isFork: id !== repository.id,
    head: { owner: owner.login, branch: run.head_branch, sha: run.head_sha },
  };
}
