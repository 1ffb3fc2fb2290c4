import { describe, expect, test } from 'vitest';
import { type TrustRequest, trustOf } from './trust.ts';

const OWN = { id: 101, full_name: 'acme/prompts' };
const FORK = { id: 202, full_name: 'eve/prompts', fork: true };

/** A payload in the shape that GitHub sends. */
function pullRequest(repo: unknown, login = 'ada') {
  return {
    action: 'synchronize',
    repository: OWN,
    pull_request: { number: 7, user: { login }, head: { sha: 'f00', repo }, base: { repo: OWN } },
  };
}

function onGitHub(name: string, event: unknown, more: TrustRequest['variables'] = {}, checkedOut?: string) {
  const variables = { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: name, GITHUB_SHA: 'ba5e', GITHUB_ACTOR: 'ada', ...more };
  return trustOf({ variables, event, ...(checkedOut !== undefined && { checkedOut }) });
}

function onGitLab(variables: TrustRequest['variables']) {
  return trustOf({ variables: { GITLAB_CI: 'true', ...variables }, event: undefined });
}

const FREE = { restricted: false, refusesEvals: false };
const OFFLINE = { restricted: true, refusesEvals: false };
const REFUSED = { restricted: true, refusesEvals: true };

describe('a pull request on GitHub', () => {
  test.each([
    ['of a branch of the repository', pullRequest(OWN), FREE],
    ['of a fork', pullRequest(FORK), OFFLINE],
    ['of a fork that was deleted', pullRequest(null), OFFLINE],
    ['of a repository that took over the name', pullRequest({ ...FORK, full_name: OWN.full_name }), OFFLINE],
    ['of Dependabot', pullRequest(OWN, 'dependabot[bot]'), OFFLINE],
    ['whose payload cannot be read', undefined, OFFLINE],
    ['whose payload is no object', 'pull_request', OFFLINE],
    ['whose payload names no repository', { pull_request: { head: { repo: {} } }, repository: {} }, OFFLINE],
  ])('%s', (_what, event, trust) => {
    expect(onGitHub('pull_request', event)).toMatchObject(trust);
  });

  test('that someone else starts again stays what it is', () => {
    expect(onGitHub('pull_request', pullRequest(OWN, 'dependabot[bot]'), { GITHUB_ACTOR: 'ada' })).toMatchObject(OFFLINE);
  });
});

describe('an event with secrets on GitHub', () => {
  const run = (repo: unknown) => ({
    repository: OWN,
    workflow_run: { event: 'pull_request', head_repository: repo, actor: { login: 'eve' } },
  });
  test.each([
    ['pull_request_target of a fork, its head checked out', 'pull_request_target', pullRequest(FORK), 'f00', REFUSED],
    ['pull_request_target of a fork, nobody knows what is checked out', 'pull_request_target', pullRequest(FORK), undefined, REFUSED],
    ['pull_request_target of a fork, the base checked out', 'pull_request_target', pullRequest(FORK), 'ba5e', FREE],
    ['pull_request_target of a branch', 'pull_request_target', pullRequest(OWN), 'f00', FREE],
    ['pull_request_target of Dependabot', 'pull_request_target', pullRequest(OWN, 'dependabot[bot]'), 'f00', REFUSED],
    ['pull_request_target without a payload', 'pull_request_target', undefined, 'f00', REFUSED],
    ['workflow_run after a fork', 'workflow_run', run(FORK), 'f00', REFUSED],
    ['workflow_run after a branch', 'workflow_run', run(OWN), 'f00', FREE],
    ['issue_comment on whatever was checked out', 'issue_comment', { repository: OWN, issue: { pull_request: {} } }, 'f00', REFUSED],
    ['repository_dispatch on whatever a comment asked for', 'repository_dispatch', { repository: OWN }, 'f00', REFUSED],
    ['check_suite on the main branch', 'check_suite', { repository: OWN }, 'ba5e', FREE],
    ['an event that nobody names', '', { repository: OWN }, 'f00', REFUSED],
    ['issue_comment on the main branch', 'issue_comment', { repository: OWN, issue: {} }, 'ba5e', FREE],
  ])('%s', (_what, name, event, checkedOut, trust) => {
    expect(onGitHub(name, event, {}, checkedOut)).toMatchObject(trust);
  });

  test('an empty GITHUB_SHA is no commit that was checked out', () => {
    expect(onGitHub('pull_request_target', pullRequest(FORK), { GITHUB_SHA: '' }, '')).toMatchObject(REFUSED);
  });
});

describe('other events', () => {
  test.each(['push', 'schedule', 'workflow_dispatch', 'release', 'merge_group'])('%s on GitHub is the repository itself', (name) => {
    expect(onGitHub(name, { repository: OWN })).toMatchObject(FREE);
  });

  test('a push of Dependabot gets no secrets', () => {
    expect(onGitHub('push', { repository: OWN }, { GITHUB_ACTOR: 'dependabot[bot]' })).toMatchObject(OFFLINE);
  });

  test('outside a forge the change is the own one', () => {
    expect(trustOf({ variables: { CI: 'true' }, event: undefined })).toMatchObject(FREE);
  });
});

describe('GitLab', () => {
  const request = { CI_PIPELINE_SOURCE: 'merge_request_event', CI_MERGE_REQUEST_IID: '3', CI_MERGE_REQUEST_PROJECT_ID: '10' };
  test.each([
    ['a merge request of a branch', { ...request, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '10' }, FREE],
    ['a merge request of a fork', { ...request, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '11' }, OFFLINE],
    ['a merge request of who knows where', request, OFFLINE],
    ['a merge request that tells nothing', { CI_PIPELINE_SOURCE: 'merge_request_event' }, OFFLINE],
    ['a push', { CI_PIPELINE_SOURCE: 'push' }, FREE],
    [
      'an external pull request of a fork',
      { CI_EXTERNAL_PULL_REQUEST_SOURCE_REPOSITORY: 'eve/p', CI_EXTERNAL_PULL_REQUEST_TARGET_REPOSITORY: 'acme/p' },
      OFFLINE,
    ],
  ])('%s', (_what, variables, trust) => {
    expect(onGitLab(variables)).toMatchObject(trust);
  });
});
