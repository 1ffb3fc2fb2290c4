/** Payloads of GitHub's webhooks with the members that matter, as GITHUB_EVENT_PATH holds them. */

const REPOSITORY = { id: 700, name: 'prompts', full_name: 'acme/prompts', private: false, fork: false, owner: { login: 'acme', id: 70 } };
const FORK = { id: 701, name: 'prompts', full_name: 'mallory/prompts', private: false, fork: true, owner: { login: 'mallory', id: 71 } };

interface Event {
  readonly name: string;
  readonly payload: object;
}

interface Change {
  readonly number?: number;
  readonly headSha: string;
  readonly isFork?: boolean;
}

/** A pull request was opened or pushed to. */
export function pullRequestEvent({ number = 7, headSha, isFork = false }: Change, name = 'pull_request'): Event {
  const repo = isFork ? FORK : REPOSITORY;
  const head = { label: `${repo.owner.login}:better`, ref: 'better', sha: headSha, user: repo.owner, repo };
  const pull_request = {
    number,
    state: 'open',
    title: 'Better greetings',
    user: { login: repo.owner.login, type: 'User' },
    head,
    base: { label: 'acme:main', ref: 'main', sha: '0'.repeat(40), repo: REPOSITORY },
    draft: false,
    merged: false,
  };
  return { name, payload: { action: 'synchronize', number, pull_request, repository: REPOSITORY, sender: { login: repo.owner.login } } };
}

/** The run of a pull request has ended. That of a fork names no pull request. */
export function workflowRunEvent({ headSha, isFork = true }: Change): Event {
  const repo = isFork ? FORK : REPOSITORY;
  const workflow_run = {
    id: 31337,
    name: 'prompts',
    event: 'pull_request',
    status: 'completed',
    conclusion: 'success',
    head_branch: 'better',
    head_sha: headSha,
    pull_requests: [],
    actor: { login: repo.owner.login },
    repository: REPOSITORY,
    head_repository: repo,
  };
  return {
    name: 'workflow_run',
    payload: { action: 'completed', workflow_run, repository: REPOSITORY, sender: { login: repo.owner.login } },
  };
}

/** Commits arrived on a branch. */
export function pushEvent(): Event {
  return { name: 'push', payload: { ref: 'refs/heads/better', repository: REPOSITORY, pusher: { name: 'ada' }, commits: [] } };
}
