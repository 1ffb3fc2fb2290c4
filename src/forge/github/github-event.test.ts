import { describe, expect, test } from 'vitest';
import { eventSubject } from './github-event.ts';

const SHA = 'a'.repeat(40);
const run = (changes: object = {}) => ({
  action: 'completed',
  repository: { id: 700, full_name: 'acme/prompts' },
  workflow_run: {
    id: 42,
    event: 'pull_request',
    head_sha: SHA,
    head_branch: 'better',
    head_repository: { id: 701, owner: { login: 'mallory' } },
    repository: { id: 700 },
    pull_requests: [],
    ...changes,
  },
});

describe('eventSubject', () => {
  test.each([
    [
      'a pull request',
      'pull_request',
      { pull_request: { number: 7, head: { sha: SHA } } },
      { kind: 'pull-request', number: 7, headSha: SHA },
    ],
    ['a comment below a pull request', 'issue_comment', { issue: { number: 7, pull_request: {} } }, { kind: 'none' }],
    ['a push', 'push', {}, { kind: 'commit', sha: SHA }],
    ['a merge group', 'merge_group', { merge_group: { head_sha: SHA } }, { kind: 'none' }],
    ['a schedule', 'schedule', {}, { kind: 'none' }],
    [
      'the run of a pull request',
      'workflow_run',
      run(),
      { kind: 'run', id: 42, isFork: true, head: { owner: 'mallory', branch: 'better', sha: SHA } },
    ],
    ['the run of a push', 'workflow_run', run({ event: 'push' }), { kind: 'none' }],
    ['the run of another repository', 'workflow_run', run({ repository: { id: 1 } }), { kind: 'none' }],
    ['a run whose fork is gone', 'workflow_run', run({ head_repository: null }), { kind: 'none' }],
    ['a payload that is not what it should be', 'pull_request', { pull_request: { number: '7; rm' } }, { kind: 'none' }],
    ['no payload', 'pull_request', undefined, { kind: 'none' }],
  ])('of %s', (_what, name, event, subject) => {
    expect(eventSubject({ name, sha: SHA, event })).toEqual(subject);
  });
});
