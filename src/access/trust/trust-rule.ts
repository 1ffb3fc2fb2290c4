import { globMatches } from '../glob.ts';
import type { Attestation, Binding } from '../principal.ts';
import type { CiJob } from './ci-job.ts';

/** Which jobs of a CI service get a token, and what it may. */
export interface TrustRule extends Binding {
  readonly id: string;
  /** Exactly as the ID token says it. */
  readonly issuer: string;
  readonly repositoryId: string;
  /** A glob over full refs: `refs/heads/main`, `refs/tags/v*`. */
  readonly ref: string;
  /** The environment of the CI service; absent: any, also none. */
  readonly jobEnvironment?: string;
  /** A glob over the workflow file with its ref; absent: any. */
  readonly workflow?: string;
}

/**
 * What starts only by people who may write to the repository, on code that is in it.
 *
 * Not here: `pull_request` (a fork's code may ask), `pull_request_target`, `issue_comment` and `workflow_run` (a stranger
 * can start them, on the default branch and with its rights). An event that a service invents tomorrow is not here either.
 */
const OWN_EVENTS: ReadonlySet<string> = new Set([
  // GitHub
  'push',
  'workflow_dispatch',
  'schedule',
  'release',
  'merge_group',
  // GitLab (`push` and `schedule` too)
  'web',
  'api',
  'trigger',
  'pipeline',
]);

const BRANCH = 'refs/heads/';
const TAG = 'refs/tags/';

/** The first rule that a job fits; undefined: it is trusted with nothing. */
export function trustedBy(rules: readonly TrustRule[], job: CiJob): TrustRule | undefined {
  if (!OWN_EVENTS.has(job.event)) return undefined;
  // Refs of pull requests hold what anyone may propose, also below a rule for every ref.
  if (!job.ref.startsWith(BRANCH) && !job.ref.startsWith(TAG)) return undefined;
  return rules.find(
    (rule) =>
      rule.issuer === job.issuer &&
      rule.repositoryId === job.repositoryId &&
      globMatches(rule.ref, job.ref) &&
      (rule.jobEnvironment === undefined || rule.jobEnvironment === job.environment) &&
      (rule.workflow === undefined || (job.workflow !== undefined && globMatches(rule.workflow, job.workflow))),
  );
}

/** What the registry may tell others of a job that it trusts. */
export function attestationOf({ issuer, repository, repositoryId, ref, commit, workflow }: CiJob): Attestation {
  return {
    issuer,
    repository,
    repositoryId,
    ...(ref.startsWith(BRANCH) && { branch: ref.slice(BRANCH.length) }),
    ...(commit !== undefined && { commit }),
    ...(workflow !== undefined && { workflow }),
  };
}
