/** A job of a CI service, as its issuer vouches for it. */
export interface CiJob {
  readonly issuer: string;
  /** `owner/name`. */
  readonly repository: string;
  /** It stays with the repository when the name changes hands. */
  readonly repositoryId: string;
  /** In full: `refs/heads/main`. */
  readonly ref: string;
  readonly commit?: string;
  /** The environment of the CI service that the job waits for, when it names one. */
  readonly environment?: string;
  /** The file that defines the job, with its ref. */
  readonly workflow?: string;
  /** What started it, in the words of the service. */
  readonly event: string;
}

/**
 * The job that the claims of an ID token describe; undefined when they are neither GitHub's nor GitLab's.
 *
 * Call it with claims of a checked signature only.
 */
export function ciJobOf(claims: Readonly<Record<string, unknown>>): CiJob | undefined {
  return jobFrom(claims, GITHUB) ?? jobFrom(claims, GITLAB);
}

type Names = Readonly<Record<keyof CiJob, string>>;

/** https://docs.github.com/actions/reference/openid-connect-reference */
const GITHUB: Names = {
  issuer: 'iss',
  repository: 'repository',
  repositoryId: 'repository_id',
  ref: 'ref',
  commit: 'sha',
  environment: 'environment',
  workflow: 'job_workflow_ref',
  event: 'event_name',
};

/** https://docs.gitlab.com/ci/secrets/id_token_authentication/ */
const GITLAB: Names = {
  issuer: 'iss',
  repository: 'project_path',
  repositoryId: 'project_id',
  ref: 'ref_path',
  commit: 'sha',
  environment: 'environment',
  workflow: 'ci_config_ref_uri',
  event: 'pipeline_source',
};

function jobFrom(claims: Readonly<Record<string, unknown>>, names: Names): CiJob | undefined {
  const text = (name: string) => {
    const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [issuer, repository, repositoryId, ref, event] = [
    text(names.issuer),
    text(names.repository),
    text(names.repositoryId),
    text(names.ref),
    text(names.event),
  ];
  if (issuer === undefined || repository === undefined || repositoryId === undefined || ref === undefined || event === undefined)
    return undefined;
  const [commit, environment, workflow] = [text(names.commit), text(names.environment), text(names.workflow)];
  return {
    issuer,
    repository,
    repositoryId,
    ref,
    event,
    ...(commit !== undefined && { commit }),
    ...(environment !== undefined && { environment }),
    ...(workflow !== undefined && { workflow }),
  };
}
