import { describe, expect, test } from 'vitest';
import { ciJobOf } from './ci-job.ts';
import { attestationOf, type TrustRule, trustedBy } from './trust-rule.ts';

const claims = {
  iss: 'https://token.actions.githubusercontent.com',
  repository: 'acme/prompts',
  repository_id: '74',
  ref: 'refs/heads/main',
  sha: 'c'.repeat(40),
  event_name: 'push',
  job_workflow_ref: 'acme/prompts/.github/workflows/release.yml@refs/heads/main',
};
const rule: TrustRule = {
  id: 'r1',
  issuer: claims.iss,
  repositoryId: '74',
  ref: 'refs/heads/main',
  role: 'deployer',
  project: 'default',
  environments: '*',
  prompts: '*',
};
const isTrusted = (changed: Record<string, unknown>, rules: readonly TrustRule[] = [rule]) => {
  const job = ciJobOf({ ...claims, ...changed });
  return job !== undefined && trustedBy(rules, job) !== undefined;
};

describe('a job', () => {
  test('of the repository and ref of a rule is trusted, and known by its branch', () => {
    const job = ciJobOf(claims) ?? expect.unreachable();
    expect(trustedBy([rule], job)?.id).toBe('r1');
    expect(attestationOf(job)).toEqual({
      issuer: claims.iss,
      repository: 'acme/prompts',
      repositoryId: '74',
      branch: 'main',
      commit: claims.sha,
      workflow: claims.job_workflow_ref,
    });
  });

  test.each<[string, Record<string, unknown>]>([
    ['of another repository', { repository_id: '75' }],
    ['of the same name with another id', { repository: 'acme/prompts', repository_id: '99' }],
    ['on another branch', { ref: 'refs/heads/maine' }],
    ['of another issuer', { iss: 'https://token.actions.githubusercontent.com.evil.example' }],
    ['without a repository id', { repository_id: undefined }],
    ['with a number where a text must be', { repository_id: 74 }],
    ['without an event', { event_name: undefined }],
  ])('%s is not', (_name, changed) => {
    expect(isTrusted(changed)).toBe(false);
  });

  test.each(['pull_request', 'pull_request_target', 'issue_comment', 'workflow_run', 'fork', 'watch', 'made_up_tomorrow'])(
    'started by %s is not, whatever the rule',
    (event_name) => {
      expect(isTrusted({ event_name }, [{ ...rule, ref: '*' }])).toBe(false);
    },
  );

  test('on the ref of a pull request is not, also below a rule for every ref', () => {
    expect(isTrusted({ ref: 'refs/pull/7/merge' }, [{ ...rule, ref: '*' }])).toBe(false);
  });

  test('waits for the environment and comes from the workflow that the rule names', () => {
    const strict = { ...rule, jobEnvironment: 'production', workflow: 'acme/prompts/.github/workflows/release.yml@*' };
    expect(isTrusted({}, [strict])).toBe(false);
    expect(isTrusted({ environment: 'staging' }, [strict])).toBe(false);
    expect(isTrusted({ environment: 'production' }, [strict])).toBe(true);
    expect(isTrusted({ environment: 'production', job_workflow_ref: 'acme/prompts/.github/workflows/other.yml@main' }, [strict])).toBe(
      false,
    );
  });

  test('of a tag has no branch', () => {
    const job = ciJobOf({ ...claims, ref: 'refs/tags/main' }) ?? expect.unreachable();
    expect(attestationOf(job).branch).toBeUndefined();
  });

  test('of GitLab is read by the names of its own claims', () => {
    const gitlab = {
      iss: 'https://gitlab.example.com',
      project_path: 'acme/prompts',
      project_id: '22',
      ref: 'main',
      ref_type: 'branch',
      ref_path: 'refs/heads/main',
      sha: 'd'.repeat(40),
      pipeline_source: 'push',
    };
    const job = ciJobOf(gitlab) ?? expect.unreachable();
    expect(trustedBy([{ ...rule, issuer: gitlab.iss, repositoryId: '22' }], job)?.id).toBe('r1');
    const proposed = ciJobOf({ ...gitlab, pipeline_source: 'merge_request_event' }) ?? expect.unreachable();
    expect(trustedBy([{ ...rule, issuer: gitlab.iss, repositoryId: '22' }], proposed)).toBeUndefined();
  });
});
